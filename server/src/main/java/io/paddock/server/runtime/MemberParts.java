package io.paddock.server.runtime;

import io.paddock.server.config.EnsembleConfig;
import io.paddock.server.config.ServerConfig;
import io.paddock.server.election.ElectionOptions;
import io.paddock.server.election.FastElection;
import io.paddock.server.ensemble.Ensemble;
import io.paddock.server.ensemble.EnsembleText;
import io.paddock.server.peerport.PeerPortOptions;
import io.paddock.server.storage.EpochFiles;
import io.paddock.server.storage.RecoveredState;
import io.paddock.server.zab.History;
import io.paddock.server.zab.RecentTxns;
import io.paddock.server.zab.Self;
import io.paddock.server.zab.ZabOptions;
import java.nio.charset.StandardCharsets;

/** What a member of an ensemble begins with, as its configuration and the history that was found have it. */
final class MemberParts {

    /** What is kept for learners that lack only the newest transactions: a DIFF of it is sent within a second or so. */
    private static final long RECENT_BYTES_MOST = 64L << 20;

    private static final long RECENT_HEAP_SHARE = 32;

    private MemberParts() {}

    static FastElection election(ServerConfig config) {
        Ensemble ensemble = config.ensemble().ensemble();
        String text = EnsembleText.write(ensemble);
        long newcomersMs = config.ensemble().newEnsembleWaitMs();
        ElectionOptions options =
                ElectionOptions.DEFAULTS.withNewcomersMs(newcomersMs < 0 ? ElectionOptions.FOR_EVER : newcomersMs);
        return new FastElection(config.serverId(), ensemble, ensemble, text, options);
    }

    static Self self(ServerConfig config, RecoveredState recovered, EpochFiles.Epochs epochs) {
        EnsembleConfig member = config.ensemble();
        Ensemble ensemble = member.ensemble();
        int recentMax = config.storage().commitLogTxns();
        int tickMs = config.sessions().tickMs();
        ZabOptions zab = new ZabOptions(
                tickMs,
                (long) tickMs * member.initLimit(),
                (long) tickMs * member.syncLimit(),
                member.leaderSilenceMs(),
                recentMax,
                ZabOptions.COUNTER_MAX,
                false);
        RecentTxns recent = new RecentTxns(
                recentMax,
                recentBytesMax(config),
                StorageSettings.commitLogBytesMost(),
                recovered.tailBase(),
                recovered.tail());
        return new Self(
                config.serverId(),
                ensemble.isVoter(config.serverId()),
                ensemble,
                ensemble.version(),
                EnsembleText.write(ensemble).getBytes(StandardCharsets.UTF_8),
                zab,
                // One with a promise has been somebody before.
                recovered.fresh() && epochs.accepted() == 0
                        ? History.fresh(recent)
                        : new History(epochs.accepted(), epochs.current(), recovered.lastZxid(), recent));
    }

    private static long recentBytesMax(ServerConfig config) {
        long given = config.storage().commitLogBytes();
        return given >= 0
                ? given
                : Math.min(RECENT_BYTES_MOST, Runtime.getRuntime().maxMemory() / RECENT_HEAP_SHARE);
    }

    static PeerPortOptions port(ServerConfig config) {
        EnsembleConfig member = config.ensemble();
        long heapBytes = Runtime.getRuntime().maxMemory();
        return new PeerPortOptions(
                config.serverId(),
                member.ensemble(),
                config.sessions().tickMs(),
                member.initLimit(),
                member.syncLimit(),
                member.connectMsMax(),
                member.listenOnAllAddresses(),
                member.keepAlive(),
                CoreSettings.prepare(config).recordBytesMax(),
                member.identifyMsMax(),
                member.electionPortBindRetries(),
                PeerPortOptions.outboundBytesMax(heapBytes),
                member.catchUpBytesMax() > 0 ? member.catchUpBytesMax() : PeerPortOptions.catchUpBytesMax(heapBytes));
    }
}
