package io.paddock.server.config;

import io.paddock.server.ensemble.Ensemble;
import io.paddock.server.ensemble.EnsembleText;
import io.paddock.server.ensemble.Peer;
import java.util.stream.IntStream;

/**
 * What a member of an ensemble needs to know beside what every server does (operations, sections 2.2, 3.3 and 4).
 *
 * @param ensemble all members, this server among them
 * @param initLimit ticks for finding, joining and synchronizing with a leader
 * @param syncLimit ticks of silence between leader and learner
 * @param listenOnAllAddresses the ports for other members are bound to the wildcard address
 * @param connectMsMax what connecting to another member may take
 * @param identifyMsMax what a connection to the election port may take to say who it is; not positive: syncLimit
 * @param keepAlive keep-alive on connections between members
 * @param electionPortBindRetries attempts to bind the election port, a second apart; 0 = for ever
 * @param leaderServes clients may connect to the leader
 * @param leaderSilenceMs how long the silence of a leader that sends PINGs often is borne, at first; 1 or more
 * @param newEnsembleWaitMs how long servers without data that are a quorum wait for the other voters before they begin a new
 *     ensemble; negative if all have to be there
 * @param catchUpBytesMax what may wait behind the synchronization of a learner; not positive: a quarter of the heap
 */
public record EnsembleConfig(
        Ensemble ensemble,
        int initLimit,
        int syncLimit,
        boolean listenOnAllAddresses,
        int connectMsMax,
        int identifyMsMax,
        boolean keepAlive,
        int electionPortBindRetries,
        boolean leaderServes,
        long leaderSilenceMs,
        long newEnsembleWaitMs,
        long catchUpBytesMax) {

    private static final int BIND_RETRIES = 3;

    /** @param ensemble null for a server that is alone: then there is no such configuration */
    static EnsembleConfig read(Settings settings, Ensemble ensemble) {
        if (ensemble == null) {
            return null;
        }
        int retries = settings.int32(Keys.ELECTION_PORT_BIND_RETRY);
        return new EnsembleConfig(
                ensemble,
                limit(settings, Keys.INIT_LIMIT),
                limit(settings, Keys.SYNC_LIMIT),
                settings.flag(Keys.QUORUM_LISTEN_ON_ALL),
                settings.int32(Keys.CNX_TIMEOUT),
                settings.int32(Keys.QUORUM_CNXN_TIMEOUT),
                settings.flag(Keys.PEER_KEEP_ALIVE),
                retries < 0 ? BIND_RETRIES : retries,
                !"no".equals(settings.text(Keys.LEADER_SERVES)),
                Math.max(1, settings.int64(Keys.LEADER_SILENCE)),
                settings.int64(Keys.NEW_ENSEMBLE_WAIT),
                settings.int64(Keys.CATCH_UP_BYTES));
    }

    /** Of each address of a member, in the order of its line. */
    public IntStream quorumPorts(long sid) {
        return ensemble.peer(sid).addresses().stream().mapToInt(Peer.Address::quorumPort);
    }

    /** As {@link #quorumPorts}. */
    public IntStream electionPorts(long sid) {
        return ensemble.peer(sid).addresses().stream().mapToInt(Peer.Address::electionPort);
    }

    public boolean isVoter(long sid) {
        return ensemble.isVoter(sid);
    }

    /** The members as operators see them: the text that {@code /zookeeper/config} holds. */
    public String members() {
        return EnsembleText.write(ensemble);
    }

    private static int limit(Settings settings, Key key) {
        int ticks = settings.int32(key);
        if (ticks <= 0) {
            settings.refuse(settings.find(key), key.name() + " is not set", "a number of ticks, 1 or more");
            return 1;
        }
        return ticks;
    }
}
