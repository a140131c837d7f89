package io.paddock.server.runtime;

import java.util.Locale;

/**
 * One line of the audit log. Everything but the operation and the result may be null and is left out then.
 *
 * @param user names of all identities of a client, with commas; for what the server does by itself, who runs it
 * @param ip of the client
 * @param nodeType create mode in lower case
 */
record AuditEvent(
        Long session,
        String user,
        String ip,
        String operation,
        String node,
        String nodeType,
        String acl,
        AuditLog.Result result) {

    String line() {
        StringBuilder line = new StringBuilder();
        add(line, "session", session == null ? null : "0x" + Long.toHexString(session));
        add(line, "user", user);
        add(line, "ip", ip);
        add(line, "operation", operation);
        add(line, "znode", node);
        add(line, "znode_type", nodeType);
        add(line, "acl", acl);
        add(line, "result", result.name().toLowerCase(Locale.ROOT));
        return line.toString();
    }

    private static void add(StringBuilder line, String key, String value) {
        if (value != null && !value.isEmpty()) {
            line.append(line.isEmpty() ? "" : "\t").append(key).append('=');
            value.chars().forEach(c -> append(line, (char) c));
        }
    }

    /** Paths and ids are what a client sent: they must not begin a line or a field of their own. */
    private static void append(StringBuilder line, char c) {
        if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
            line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        } else {
            line.append(c);
        }
    }
}
