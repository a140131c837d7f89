package io.paddock.server.runtime;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where audit events go: one line each, {@code key=value} between tabs (operations, section 13.3). The logger keeps the
 * name that logging configurations of ZooKeeper route. Any thread.
 */
final class AuditLog {

    /** How an event ended. */
    enum Result {
        SUCCESS,
        /** Asked for; the end is not known. */
        INVOKED,
        FAILURE
    }

    private static final Logger LOG = LoggerFactory.getLogger("org.apache.zookeeper.audit.Slf4jAuditLogger");

    private final boolean enabled;
    private final String serverUser = System.getProperty("user.name");

    AuditLog(boolean enabled) {
        this.enabled = enabled;
    }

    boolean isEnabled() {
        return enabled;
    }

    /** Who answers for what the server does by itself. */
    String serverUser() {
        return serverUser;
    }

    void server(String operation, Result result) {
        if (enabled) {
            write(new AuditEvent(null, serverUser, null, operation, null, null, null, result));
        }
    }

    void write(AuditEvent event) {
        if (event.result() == Result.FAILURE) {
            LOG.error("{}", event.line());
        } else {
            LOG.info("{}", event.line());
        }
    }
}
