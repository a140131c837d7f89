/**
 * The runtime room: assembles a server of the other rooms, gives them threads and a clock, and ends it.
 *
 * <p>{@link PaddockServer} is a running server; {@link Main} is the process around it, with its exit codes, {@link
 * Rehearsal} a start that is made to be recorded, {@link EnsembleRehearsal} with it what members do, and {@link PurgeMain} the command that removes old files. {@link
 * ReplicaThread}, {@link LogThread} and {@link SnapshotThread} own what their names say, and the first two wait as their {@link Rest} does; {@link TreeGate} is the only place
 * where threads share mutable data. In an ensemble {@link Membership} carries out what the replica asks of the network and
 * {@link HistoryKeeper} what a leader asks of the files, {@link Shards} makes what serves clients, anew for each term, and {@link TermGate} ends their reads with it;
 * {@link LinkEvents} tells the replica what the network brings, {@link RoleQuestions} asks it for operators, {@link WrongData} says
 * that a member must not go on with its data, {@link MemberParts} makes what it begins with;
 * {@link Standstill} says why nobody leads, or that it ends again and again ({@link ShortStays}), {@link EnsembleViews} where the ensemble stands, and {@link RoleRehearsal} makes ready to
 * lead.
 *
 * <p><b>Uses:</b> every room. Nobody depends on this one.
 */
package io.paddock.server.runtime;
