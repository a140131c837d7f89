package io.paddock.server.admin;

import io.paddock.server.config.ServerConfig;

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
        line(text, "serverId", 0); // A server that is alone has no number.
        return text.toString();
    }

    private static void line(StringBuilder text, String key, Object value) {
        text.append(key).append('=').append(value).append('\n');
    }
}
