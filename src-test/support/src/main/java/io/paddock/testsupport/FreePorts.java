package io.paddock.testsupport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Ports of this machine for servers that bind them a moment later, or again after a restart. Not those that the system gives to
 * connections and to whoever asks for any port: one of these could take it meanwhile.
 *
 * <p>Usable by any thread.
 */
public final class FreePorts {

    private static final int PORT_MIN = 11_000;
    private static final int PORT_MAX = 31_000;

    private FreePorts() {}

    public static int one() {
        return some(1).get(0);
    }

    /** All different. */
    public static List<Integer> some(int count) {
        Random random = new Random();
        List<Integer> ports = new ArrayList<>();
        while (ports.size() < count) {
            int port = PORT_MIN + random.nextInt(PORT_MAX - PORT_MIN);
            if (!ports.contains(port) && isFree(port)) {
                ports.add(port);
            }
        }
        return ports;
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
