package io.paddock.server.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;

/** The gauges that tell about the process: open files, and how many may be. 0 where the platform does not know. */
public final class ProcessGauges {

    private ProcessGauges() {}

    public static void register(Metrics metrics) {
        metrics.gauge(Metric.OPEN_FILE_DESCRIPTOR_COUNT, () -> {
            UnixOperatingSystemMXBean unix = unix();
            return unix == null ? 0 : unix.getOpenFileDescriptorCount();
        });
        metrics.gauge(Metric.MAX_FILE_DESCRIPTOR_COUNT, () -> {
            UnixOperatingSystemMXBean unix = unix();
            return unix == null ? 0 : unix.getMaxFileDescriptorCount();
        });
    }

    /** Asked for each time, as the first call loads much that a starting server has no time for. */
    private static UnixOperatingSystemMXBean unix() {
        OperatingSystemMXBean bean = ManagementFactory.getOperatingSystemMXBean();
        return bean instanceof UnixOperatingSystemMXBean unix ? unix : null;
    }
}
