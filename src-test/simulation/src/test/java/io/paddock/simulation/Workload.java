package io.paddock.simulation;

import io.paddock.server.replica.Answer;
import io.paddock.server.replica.SessionOpened;
import io.paddock.testsupport.history.History;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Some clients, and what was ever answered to any of them. */
final class Workload {

    private final List<SimClient> clients = new ArrayList<>();
    private final TreeMap<Long, SimPeer> peers;
    private final History history = new History();
    /** The highest number of a write that any client was told to be done: whatever begins later sees it. */
    private long highestAnswered;

    private long answers;
    private long syncs;
    /** When the end of a session was decided that nobody asked for, for the last time. */
    private final TreeMap<Long, Long> expiriesMs = new TreeMap<>();
    /** Sessions whose clients were told that they are over. */
    private final TreeMap<Long, Long> lost = new TreeMap<>();

    Workload(TreeMap<Long, SimPeer> peers) {
        this.peers = peers;
    }

    void start(int count, Luck luck, SimWorld world) {
        for (int i = 0; i < count; i++) {
            SimClient client = new SimClient(i, world, luck.fork());
            clients.add(client);
            client.start();
        }
    }

    /** The clients go, without a word. */
    void stop() {
        clients.forEach(SimClient::stop);
    }

    TreeMap<Long, SimPeer> peers() {
        return peers;
    }

    /** All that clients asked and were told. */
    History history() {
        return history;
    }

    long highestAnswered() {
        return highestAnswered;
    }

    void answered(long zxid) {
        highestAnswered = Math.max(highestAnswered, zxid);
        answers++;
    }

    void synced() {
        syncs++;
    }

    /** A leader decides it. */
    void expires(long sessionId, long nowMs) {
        expiriesMs.put(sessionId, nowMs);
    }

    /** A client that wants to go on with it is told so. */
    void expired(long sessionId, long nowMs) {
        lost.put(sessionId, nowMs);
    }

    long answers() {
        return answers;
    }

    long syncs() {
        return syncs;
    }

    /**
     * The sessions of clients that live which were ended, and refused, after that time. Some clients hear late of what was
     * before; some were told early, by a leader whose end of the session did not outlive it, and the next one ends it again.
     */
    List<String> lostSessions(long sinceMs) {
        return lost.keySet().stream()
                .filter(session -> lost.get(session) >= sinceMs && expiriesMs.getOrDefault(session, 0L) >= sinceMs)
                .map(session -> "0x" + Long.toHexString(session) + " at " + expiriesMs.get(session))
                .toList();
    }

    List<SimClient> clients() {
        return clients;
    }

    void onOpened(SimPeer peer, SessionOpened opened) {
        ((Opener) opened.connection()).onOpened(peer, opened);
    }

    void onAnswer(SimPeer peer, Answer answer) {
        ((Asker) answer.origin()).onAnswer(peer, answer);
    }

    /** A peer applies the end of a session, and ends its connection. */
    void onClosed(SimPeer peer, long sessionId) {
        clients.forEach(client -> client.onClosed(peer, sessionId));
    }

    /** A peer does not serve any more. */
    void onDisconnected(SimPeer peer) {
        clients.forEach(client -> client.onDisconnected(peer));
    }
}
