/**
 * The runtime room: assembles a server of the other rooms, gives them threads and a clock, and ends it.
 *
 * <p>{@link PaddockServer} is a running server; {@link Main} is the process around it, with its exit codes, {@link
 * Rehearsal} a start that is made to be recorded, {@link EnsembleRehearsal} with it what members do, and {@link PurgeMain} the command that removes old files. {@link
 * ReplicaThread}, {@link LogThread} and {@link SnapshotThread} own what their names say, and the first two wait as their {@link Rest} does; {@link TreeGate} is the only place
 * where threads share mutable data. In an ensemble {@link Membership} carries out what the replica asks of the network and
 * {@link HistoryKeeper} what a leader asks of the files. {@link LinkEvents} tells the replica what the network brings, and
 * {@link RoleQuestions} asks it for operators, whom {@link EnsembleViews} tells where the ensemble stands. {@link MemberParts}
 * makes what a member begins with, {@link WrongData} says that it must not go on with its data, {@link Standstill} why nobody
 * leads, or that it ends again and again ({@link ShortStays}), and {@link RoleRehearsal} makes ready to lead. {@link Shards}
 * makes what serves clients, anew for each term, and {@link TermGate} ends their reads with it.
 *
 * <p><b>Uses:</b> every room. Nobody depends on this one.
 */
package io.paddock.server.runtime;
