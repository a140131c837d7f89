/**
 * The storage room: everything that survives the process. It writes and reads the transaction log and the snapshots,
 * byte for byte as release 3.9 of the original does, and refuses to serve a history with a hole.
 *
 * <ul>
 *   <li>{@link Disk} is all that this room knows of the outside: {@link FileDisk} in production, {@link SimDisk} in
 *       tests and in the simulator.
 *   <li>{@link TxnLog} appends records and forces them in batches; {@link TxnLogReader} reads them back.
 *   <li>{@link SnapshotWriter} and {@link SnapshotReader} move a whole tree to and from a file.
 *   <li>{@link Recovery} makes a tree of what is on disk, {@link MemberRecovery} does so for a member of an ensemble, whose data
 *       may go into {@link Quarantine} instead, {@link Retention} removes what recovery no longer needs, and
 *       {@link DataDirs} checks and locks the directories before either.
 * </ul>
 *
 * <p><b>Owner:</b> the log thread owns {@link TxnLog}, the snapshot thread {@link SnapshotWriter} and {@link
 * Retention}; recovery runs before either starts. <b>Uses:</b> {@code tree}, {@code txn}, {@code common}. <b>Rules:</b>
 * specification, chapter Storage. <b>Invariants:</b> what was forced is found again; a file that holds records is never
 * opened for truncation; after a failed force nothing more is acknowledged.
 */
package io.paddock.server.storage;
