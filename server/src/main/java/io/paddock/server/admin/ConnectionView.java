package io.paddock.server.admin;

import java.net.InetSocketAddress;

/**
 * One client connection.
 *
 * @param interest what its socket waits for, as a bit mask: 1 reading, 4 writing; 0 when it reads nothing
 * @param queued requests that are not answered yet
 * @param received packets since it was opened or reset, and {@code sent} likewise
 * @param expiresAtMs wall clock; when it is closed if the client stays silent
 * @param session null before the client has one
 */
public record ConnectionView(
        InetSocketAddress remote,
        int interest,
        long queued,
        long received,
        long sent,
        long expiresAtMs,
        Session session) {

    /**
     * The session of a connection and its latest doings.
     *
     * @param lastOperation short name, {@code NA} if there was none
     * @param establishedMs wall clock
     * @param lastCxid negative if there was none
     * @param lastZxid of the last answer; -1 if there was none
     * @param lastResponseMs monotonic clock
     */
    public record Session(
            long id,
            String lastOperation,
            long establishedMs,
            int timeoutMs,
            long lastCxid,
            long lastZxid,
            long lastResponseMs,
            long latencyMsLast,
            long latencyMsMin,
            long latencyMsAvg,
            long latencyMsMax) {}

    /** {@code /127.0.0.1:42260} or {@code /[0:0:0:0:0:0:0:1]:58592}: without a host name, however it was resolved. */
    String remoteText() {
        String host = remote.getAddress().getHostAddress();
        return "/" + (host.contains(":") ? "[" + host + "]" : host) + ":" + remote.getPort();
    }

    /** As {@code stat} shows it. */
    String brief() {
        return " " + remoteText() + "[" + Integer.toHexString(interest) + "](" + counts() + ")";
    }

    /** As {@code cons} shows it. */
    String full() {
        if (session == null) {
            return brief();
        }
        StringBuilder text = new StringBuilder(" ").append(remoteText());
        text.append('[').append(Integer.toHexString(interest)).append("](").append(counts());
        text.append(",sid=0x").append(Long.toHexString(session.id));
        text.append(",lop=").append(session.lastOperation);
        text.append(",est=").append(session.establishedMs);
        text.append(",to=").append(session.timeoutMs);
        if (session.lastCxid >= 0) {
            text.append(",lcxid=0x").append(Long.toHexString(session.lastCxid));
        }
        text.append(",lzxid=0x").append(Long.toHexString(session.lastZxid));
        text.append(",lresp=").append(session.lastResponseMs);
        text.append(",llat=").append(session.latencyMsLast);
        text.append(",minlat=").append(session.latencyMsMin);
        text.append(",avglat=").append(session.latencyMsAvg);
        text.append(",maxlat=").append(session.latencyMsMax);
        return text.append(')').toString();
    }

    private String counts() {
        return "queued=" + queued + ",recved=" + received + ",sent=" + sent;
    }
}
