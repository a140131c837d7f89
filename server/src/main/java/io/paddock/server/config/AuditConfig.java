package io.paddock.server.config;

/** The audit log (operations, section 13.3): whether it is written. Only the logger of the original is known. */
public record AuditConfig(boolean enabled) {

    static final String DEFAULT_CLASS = "org.apache.zookeeper.audit.Slf4jAuditLogger";

    static AuditConfig read(Settings settings) {
        if (!settings.text(Keys.AUDIT_CLASS).equals(DEFAULT_CLASS)) {
            settings.report(
                    Problem.Severity.ERROR,
                    settings.find(Keys.AUDIT_CLASS),
                    "Other audit loggers cannot be loaded; audit events go to the logger " + DEFAULT_CLASS,
                    DEFAULT_CLASS);
        }
        return new AuditConfig(settings.flag(Keys.AUDIT_ENABLED));
    }
}
