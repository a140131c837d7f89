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
    /**
     * The end of a session that nobody asked for.
     *
     * @param silentSinceMs when the leader that decides it last heard of its client, or began to lead
     */
    private record Expiry(long atMs, long silentSinceMs) {}

    /** The last one of each session. */
    private final TreeMap<Long, Expiry> expiries = new TreeMap<>();
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
    void expires(long sessionId, long nowMs, long silentSinceMs) {
        expiries.put(sessionId, new Expiry(nowMs, silentSinceMs));
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
     * The sessions of clients that live which were ended, and refused, since all is well. Some clients hear late of what was
     * before; some were told early, by a leader whose end of the session did not outlive it, and the next one ends it again. Not
     * those that were silent already while there were faults: a client may have been at a server that the leader did not hear.
     */
    List<String> lostSessions(long faultsEndedMs, long healthyMs) {
        return lost.keySet().stream()
                .filter(session -> lost.get(session) >= healthyMs && expiries.containsKey(session))
                .filter(session -> expiries.get(session).atMs >= healthyMs)
                .filter(session -> expiries.get(session).silentSinceMs >= faultsEndedMs)
                .map(session -> "0x" + Long.toHexString(session) + " at " + expiries.get(session).atMs)
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
