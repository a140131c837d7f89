package io.paddock.common;

import java.nio.charset.StandardCharsets;

/**
 * Full validation of a path (client protocol, section 3.5), on its UTF-8 bytes. The rules speak of UTF-16 units, so that
 * characters beyond U+FFFF and bytes that are no UTF-8 are refused like the surrogates they would become.
 */
final class PathRules {

    private PathRules() {}

    static String problem(byte[] path) {
        if (path.length == 0) {
            return "it is empty";
        }
        if (path[0] != '/') {
            return "it does not start with /";
        }
        if (path.length == 1) {
            return null;
        }
        if (path[path.length - 1] == '/') {
            return "it ends with /";
        }
        boolean ascii = true;
        int component = 1;
        for (int i = 1; i <= path.length; i++) {
            if (i == path.length || path[i] == '/') {
                String problem = componentProblem(path, component, i);
                if (problem != null) {
                    return problem;
                }
                component = i + 1;
            } else if (path[i] < 0) {
                ascii = false;
            } else if (path[i] < 0x20 || path[i] == 0x7f) {
                return forbidden(path[i]);
            }
        }
        return ascii ? null : characterProblem(new String(path, StandardCharsets.UTF_8));
    }

    private static String componentProblem(byte[] path, int from, int to) {
        int length = to - from;
        if (length == 0) {
            return "it has an empty component";
        }
        if (path[from] == '.' && (length == 1 || length == 2 && path[from + 1] == '.')) {
            return "it has a relative component";
        }
        return null;
    }

    private static String characterProblem(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c >= 0x7f && c <= 0x9f || c >= 0xd800 && c <= 0xf8ff || c >= 0xfff0) {
                return forbidden(c);
            }
        }
        return null;
    }

    private static String forbidden(int c) {
        return String.format("it contains the character U+%04X", c);
    }
}
