package io.paddock.server.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Where clients connect.
 *
 * @param clientAddress of the plain port, null if there is none; port 0 means any free one
 * @param secureAddress of the TLS port, null if there is none
 * @param backlog connections that may wait to be accepted; -1 leaves it to the platform
 * @param ioThreads event loops for clients; 0 leaves it to the runtime
 */
public record ListenConfig(
        InetSocketAddress clientAddress,
        InetSocketAddress secureAddress,
        int backlog,
        int ioThreads,
        boolean tcpKeepAlive) {

    static final int PORT_MAX = 65535;

    /** @param ownMemberAddress what the member list says about the client port of this server, or null */
    static ListenConfig read(Settings settings, InetSocketAddress ownMemberAddress) {
        InetSocketAddress plain = address(settings, Keys.CLIENT_PORT, Keys.CLIENT_PORT_ADDRESS);
        InetSocketAddress secure = address(settings, Keys.SECURE_CLIENT_PORT, Keys.SECURE_CLIENT_PORT_ADDRESS);
        if (secure != null) {
            settings.refuse(
                    settings.find(Keys.SECURE_CLIENT_PORT),
                    "This release does not serve TLS yet",
                    "no secureClientPort, with a proxy in front of clientPort if clients need TLS");
        }
        if (plain == null) {
            plain = ownMemberAddress;
        }
        if (plain == null && secure == null && !settings.isSet(Keys.CLIENT_PORT)) {
            settings.warn(
                    Setting.missing(Keys.CLIENT_PORT.name(), settings.file()),
                    "clientPort is not set",
                    "a port such as 2181: without one nobody can connect");
        }
        int ioThreads = settings.int32(Keys.IO_THREADS);
        if (settings.isSet(Keys.IO_THREADS) && ioThreads < 1) {
            Setting at = settings.find(Keys.IO_THREADS);
            settings.report(Problem.Severity.UNSTARTABLE, at, "numSelectorThreads must be at least 1", null);
        }
        return new ListenConfig(
                plain, secure, settings.int32(Keys.LISTEN_BACKLOG), ioThreads, settings.flag(Keys.TCP_KEEP_ALIVE));
    }

    private static InetSocketAddress address(Settings settings, Key portKey, Key hostKey) {
        Setting host = settings.find(hostKey);
        if (!settings.isSet(portKey)) {
            if (host != null) {
                String text = hostKey.name() + " is set but " + portKey.name() + " is not set";
                settings.refuse(host, text, "both or none");
            }
            return null;
        }
        int port = settings.int32(portKey, 0);
        if (port < 0 || port > PORT_MAX) {
            settings.refuse(settings.find(portKey), "port out of range:" + port, "0 to " + PORT_MAX);
            return null;
        }
        if (host == null) {
            return new InetSocketAddress(port);
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(host.value()), port);
        } catch (UnknownHostException unresolvable) {
            settings.refuse(
                    host, host.value() + ": Name or service not known", "a host name or address of this machine");
            return null;
        }
    }
}
