package io.paddock.server.admin;

import io.paddock.server.config.EnsembleConfig;
import io.paddock.server.config.ServerConfig;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The word {@code conf}: how the server is set up. */
final class ConfigurationText {

    private ConfigurationText() {}

    static String conf(ServerConfig config, ServerView server) {
        ServerView.StatusView status = server.status();
        ServerView.DiskView disk = server.disk();
        StringBuilder text = new StringBuilder();
        line(text, "clientPort", status.clientPort());
        line(text, "secureClientPort", status.secureClientPort());
        line(text, "dataDir", config.storage().dataDir().resolve("version-2").toAbsolutePath());
        line(text, "dataDirSize", disk.dataDirBytes());
        line(
                text,
                "dataLogDir",
                config.storage().dataLogDir().resolve("version-2").toAbsolutePath());
        line(text, "dataLogSize", disk.logDirBytes());
        line(text, "tickTime", config.sessions().tickMs());
        line(text, "maxClientCnxns", config.limits().connectionsPerAddressMax());
        line(text, "minSessionTimeout", config.sessions().timeoutMsMin());
        line(text, "maxSessionTimeout", config.sessions().timeoutMsMax());
        line(text, "clientPortListenBacklog", config.listen().backlog());
        if (config.ensemble() == null) {
            line(text, "serverId", 0); // A server that is alone has no number.
        } else {
            member(text, config.serverId(), config.ensemble());
        }
        return text.toString();
    }

    /** Ends without a newline, and there is a blank behind "membership:" (operations, section 9.2). */
    private static void member(StringBuilder text, long serverId, EnsembleConfig config) {
        line(text, "serverId", serverId);
        line(text, "initLimit", config.initLimit());
        line(text, "syncLimit", config.syncLimit());
        line(text, "electionAlg", 3);
        line(text, "electionPort", ports(config.electionPorts(serverId)));
        line(text, "quorumPort", ports(config.quorumPorts(serverId)));
        line(text, "peerType", config.isVoter(serverId) ? 0 : 1);
        text.append("membership: \n").append(config.members());
    }

    private static String ports(IntStream ports) {
        return ports.mapToObj(Integer::toString).collect(Collectors.joining("|"));
    }

    private static void line(StringBuilder text, String key, Object value) {
        text.append(key).append('=').append(value).append('\n');
    }
}
