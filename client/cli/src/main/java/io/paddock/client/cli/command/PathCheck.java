package io.paddock.client.cli.command;

/** Whether a path can be that of a znode, in the words that scripts know (specification, cli 8). */
public final class PathCheck {

    private PathCheck() {}

    /** The path itself. */
    public static String valid(String path) throws CommandFailure {
        check(path, path);
        return path;
    }

    /** The same for a path to which the server will append a number. */
    public static String validSequential(String path) throws CommandFailure {
        check(path + "1", path);
        return path;
    }

    private static void check(String path, String shown) throws CommandFailure {
        if (path.isEmpty()) {
            throw new CommandFailure("Path length must be > 0", "A path begins with a slash, such as /app.");
        }
        if (path.charAt(0) != '/') {
            throw new CommandFailure("Path must start with / character", "Try /" + shown);
        }
        if (path.length() == 1) {
            return;
        }
        if (path.endsWith("/")) {
            throw new CommandFailure("Path must not end with / character", "Try " + shown.replaceFirst("/+$", ""));
        }
        int start = 1;
        for (int i = 1; i <= path.length(); i++) {
            char c = i < path.length() ? path.charAt(i) : '/';
            if (c == '/') {
                component(path, start, i);
                start = i + 1;
            } else if (c == 0) {
                throw invalid(path, "null character not allowed", i);
            } else if (c < ' ' || c >= 0x7f && c <= 0x9f || c >= 0xd800 && c <= 0xf8ff || c >= 0xfff0) {
                throw invalid(path, "invalid character", i);
            }
        }
    }

    private static void component(String path, int from, int to) throws CommandFailure {
        String name = path.substring(from, to);
        if (name.isEmpty()) {
            throw invalid(path, "empty node name specified", to);
        }
        if (name.equals(".") || name.equals("..")) {
            throw invalid(path, "relative paths not allowed", to - 1);
        }
    }

    private static CommandFailure invalid(String path, String reason, int at) {
        return new CommandFailure(
                "Invalid path string \"" + path + "\" caused by " + reason + " @" + at,
                "Names between slashes are neither empty nor . nor .., and have no control characters.");
    }
}
