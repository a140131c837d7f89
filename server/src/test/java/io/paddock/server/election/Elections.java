package io.paddock.server.election;

import io.paddock.server.ensemble.Ensemble;
import io.paddock.server.ensemble.EnsembleText;
import io.paddock.server.ensemble.Peer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Some peers that elect, messages that arrive at once and in order, and a clock that the test moves. */
final class Elections {

    private record Message(long from, long to, Notification notification) {}

    final TreeMap<Long, FastElection> peers = new TreeMap<>();
    final TreeMap<Long, Long> elected = new TreeMap<>();
    /** Who has begun a new ensemble, and whom it did not hear. */
    final TreeMap<Long, List<Long>> begun = new TreeMap<>();
    /** Whose beginning is on its way to disk. */
    private final ArrayDeque<Long> starting = new ArrayDeque<>();

    final List<String> sent = new ArrayList<>();
    private final Set<Long> cut = new TreeSet<>();
    private final ArrayDeque<Message> underway = new ArrayDeque<>();
    private final Ensemble ensemble;
    long nowMs = 1_000;

    Elections(Ensemble ensemble) {
        this.ensemble = ensemble;
        ensemble.peers().forEach(peer -> add(peer.sid()));
    }

    static Elections of(int voters, int observers) {
        return new Elections(ensembleOf(voters, observers));
    }

    static Ensemble ensembleOf(int voters, int observers) {
        List<Peer> list = new ArrayList<>();
        for (long sid = 1; sid <= voters + observers; sid++) {
            list.add(new Peer(sid, List.of(new Peer.Address("h" + sid, 1, 2)), sid <= voters, null));
        }
        return Ensemble.majority(0, list);
    }

    /** Sid, end of log, current epoch. */
    void start(long sid, long zxid, long epoch) {
        boolean voter = ensemble.isVoter(sid);
        Candidacy.Kind kind = voter
                ? Candidacy.Kind.VOTER
                : ensemble.peer(sid) == null ? Candidacy.Kind.STRANGER : Candidacy.Kind.OBSERVER;
        elected.remove(sid);
        peers.get(sid).start(new Candidacy(kind, zxid, epoch), nowMs, effects(sid));
    }

    /** A voter with an empty directory. */
    void startFresh(long sid) {
        elected.remove(sid);
        peers.get(sid).start(Candidacy.FRESH, nowMs, effects(sid));
    }

    /** A new process. */
    void add(long sid) {
        String text = EnsembleText.write(ensemble);
        peers.put(sid, new FastElection(sid, ensemble, ensemble, text, ElectionOptions.DEFAULTS));
    }

    void cut(long sid) {
        cut.add(sid);
    }

    void mend(long sid) {
        cut.remove(sid);
    }

    void send(long from, long to, Notification notification) {
        underway.add(new Message(from, to, notification));
    }

    void unreachable(long at, long peer) {
        peers.get(at).onReachable(peer, false, nowMs, effects(at));
    }

    /** Delivers everything, without time going on. */
    void deliver() {
        for (int count = 0; !underway.isEmpty(); count++) {
            if (count > 10_000) {
                throw new AssertionError("messages without end: " + underway.peek());
            }
            Message message = underway.remove();
            if (cut.contains(message.from) || cut.contains(message.to)) {
                continue;
            }
            sent.add(message.from + " to " + message.to + ": " + message.notification);
            peers.get(message.to).onNotification(message.from, message.notification, nowMs, effects(message.to));
        }
    }

    void pass(long ms) {
        for (long end = nowMs + ms; nowMs < end; nowMs += 10) {
            deliver();
            peers.forEach((sid, peer) -> peer.onTick(nowMs, effects(sid)));
            while (!starting.isEmpty()) {
                start(starting.remove(), 0, 0);
            }
        }
        deliver();
    }

    private ElectionEffects effects(long self) {
        return new ElectionEffects() {
            @Override
            public void notify(long sid, Notification notification) {
                send(self, sid, notification);
            }

            @Override
            public void beginsAnew(List<Long> unheard) {
                begun.put(self, unheard);
                starting.add(self);
            }

            @Override
            public void elected(long leader) {
                elected.put(self, leader);
            }
        };
    }
}
