package io.paddock.server.replica;

import io.paddock.server.tree.Tree;
import io.paddock.server.txn.WriteRequest;
import java.util.List;
import java.util.TreeMap;

/**
 * The state of a server that is alone, or of a member of an ensemble, as the thread that owns it steps it: the time, any
 * number of events, and behind the gate the end of the step.
 *
 * <p>Owned by the replica thread.
 */
public interface Stepped {

    /** The time of the events that follow: monotonic, and of the clock on the wall. */
    void at(long nowMs, long wallMs);

    /** A client wants a new session. Answered by {@link SessionOpened}. */
    void onOpenSession(Object connection, int timeoutMs);

    /** A client wants to go on with a session; its password was right. Answered by {@link SessionOpened}. */
    void onResumeSession(Object connection, long id, int timeoutMs);

    /** The session was heard at that (monotonic) time. */
    void onTouched(long id, long heardMs);

    /** Of a client, or a sync. Answered by {@link Answer}. */
    void onWrite(WriteRequest request, Object connection);

    /** All of the log up to that zxid is on disk. */
    void onLogSynced(long zxid);

    /** This server ends when nothing is {@link #outstanding}: nothing more is begun, whoever asks for it. */
    default void onStopping() {}

    /** To be called some times per tick. */
    void onTick();

    /** True if this step has something to apply or to publish. */
    boolean hasNews();

    /** Ends the step: applies what was committed and links it to the stream. Behind the gate. */
    Applied applyCommitted();

    /** The end of the stream: where a new client loop starts to follow. */
    Applied tail();

    /** Transactions that were made here and are not committed. */
    int outstanding();

    Tree tree();

    /** Digests of the tree at every 128th zxid, the last thousand of them, oldest first. */
    List<DigestHistory.Mark> digests();

    /** Changes of znodes that were ever prepared, and of these {@link #changesRemoved} that wait no more. */
    long changesQueued();

    long changesRemoved();

    /** Deadlines (monotonic ms) and the sessions that expire then, as far as this server decides it. */
    TreeMap<Long, List<Long>> sessionsByDeadline();
}
