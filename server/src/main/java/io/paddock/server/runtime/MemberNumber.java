package io.paddock.server.runtime;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.util.Map;
import org.slf4j.ILoggerFactory;

/**
 * Lets every line of the log show the number of this server, whatever thread writes it: {@code %X{myid}} in the pattern
 * (operations, section 13.1). A value of each thread, as the logging library has it, would not be known to those that other
 * libraries start. Immutable.
 */
final class MemberNumber extends LogbackMDCAdapter {

    private static final String KEY = "myid";

    private final Map<String, String> values;

    private MemberNumber(long serverId) {
        values = Map.of(KEY, Long.toString(serverId));
    }

    /** Does nothing if somebody has put another logging library in the place of ours. */
    static void show(long serverId, ILoggerFactory loggers) {
        if (loggers.getClass().getName().equals("ch.qos.logback.classic.LoggerContext")) {
            ((LoggerContext) loggers).setMDCAdapter(new MemberNumber(serverId));
        }
    }

    @Override
    public Map<String, String> getPropertyMap() {
        return values;
    }

    @Override
    public Map<String, String> getCopyOfContextMap() {
        return values;
    }
}
