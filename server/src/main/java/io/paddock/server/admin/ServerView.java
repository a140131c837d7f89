package io.paddock.server.admin;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What the admin room may know about the running server. Implemented by the runtime; asked by any thread, and only for
 * what the question needs. Except for {@link #mode}, {@link #whyNotServing} and {@link #resetConnections} a method is called only while the
 * server serves. Answers are immutable, and each is right for some moment, not all for the same.
 */
public interface ServerView {

    Mode mode();

    /** A sentence for operators while the server does not serve; null if there is nothing to say. */
    default String whyNotServing() {
        return null;
    }

    StatusView status();

    /** Bytes of the proposals of a leader: {@code last/min/max}, each -1 if there was none. Asked only of a leader. */
    default String proposalSizes() {
        return "-1/-1/-1";
    }

    /** The ensemble that this server is a member of; null if it stands alone, or has no leader any more. */
    default EnsembleView ensemble() {
        return null;
    }

    /** All client connections, the one that asks included. */
    List<ConnectionView> connections();

    /** Sessions that this server tracks: those that it would end. */
    List<SessionView> sessions();

    /** All sessions of the ensemble by id, with their timeouts in ms. Asked only of a learner. */
    default SortedMap<Long, Integer> globalSessions() {
        return Collections.emptySortedMap();
    }

    /** Paths of the ephemeral nodes of each session that has some. */
    Map<Long, ? extends Collection<String>> ephemerals();

    /**
     * Watched paths by session, without child watches: the words {@code wch*} never showed them. Sets in the order to be
     * shown.
     */
    Map<Long, ? extends Collection<String>> watches();

    /** Digests that were kept, one in 128 zxids, oldest first. */
    List<DigestView> digests();

    /** Bytes of all files in {@code dataDir/version-2} and {@code dataLogDir/version-2}. */
    DiskView disk();

    /** Forgets the statistics of each connection ({@code crst}). */
    void resetConnections();

    /**
     * @param lastZxid of the tree; of a leader at least the first of its epoch
     * @param connections of clients, the one that asks included
     * @param outstanding accepted, unanswered requests
     * @param clientPort the port that is bound, which is not the configured one if that is 0; -1 if there is none
     */
    record StatusView(
            long lastZxid, int connections, long outstanding, long nodes, int clientPort, int secureClientPort) {}

    record DiskView(long dataDirBytes, long logDirBytes) {}

    record DigestView(long zxid, long digest) {}

    /**
     * @param expiresAtMs wall clock
     */
    record SessionView(long id, int timeoutMs, long expiresAtMs) {}
}
