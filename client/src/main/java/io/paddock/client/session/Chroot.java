package io.paddock.client.session;

import io.paddock.client.Client;
import io.paddock.common.Path;

/**
 * The znode below which the client works, unknown to the server (specification, client protocol 6.6).
 *
 * @param prefix a valid path, or {@code ""}
 */
record Chroot(String prefix) {

    /**
     * The path to send.
     *
     * @throws IllegalArgumentException if it can never be valid
     */
    String toServer(String path) {
        Path checked = Path.of(path);
        String problem = checked.problem();
        if (problem != null) {
            throw new IllegalArgumentException("The path \"" + path + "\" is not valid: " + problem);
        }
        return join(path);
    }

    /** The same for a path that the server will append a number to. */
    String toServerSequential(String path) {
        String problem = Path.of(path + "1").problem();
        if (problem != null) {
            throw new IllegalArgumentException("The path \"" + path + "\" is not valid: " + problem);
        }
        return prefix.isEmpty() ? path : prefix + path;
    }

    private String join(String path) {
        if (prefix.isEmpty()) {
            return path;
        }
        return path.equals("/") ? prefix : prefix + path;
    }

    /** True if the whole tree is seen. */
    boolean isRoot() {
        return prefix.isEmpty();
    }

    /** True if this path of the server is that of the chroot or below it. */
    boolean holds(String path) {
        return path.startsWith(prefix)
                && (isRoot() || path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    }

    /** A path of the server as the application knows it. The ensemble's configuration keeps its path. */
    String toClient(String path) {
        if (prefix.isEmpty() || !path.startsWith(prefix)) {
            return path;
        }
        if (path.length() == prefix.length()) {
            return "/";
        }
        boolean below = path.charAt(prefix.length()) == '/' && !path.equals(Client.CONFIG_PATH);
        return below ? path.substring(prefix.length()) : path;
    }
}
