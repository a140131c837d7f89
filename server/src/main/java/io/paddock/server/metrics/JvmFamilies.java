package io.paddock.server.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import io.paddock.server.metrics.Family.Label;
import io.paddock.server.metrics.Family.Sample;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.RuntimeMXBean;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

/** What Prometheus users expect to find about the JVM and its process, by the usual names. Any thread. */
public final class JvmFamilies {

    private JvmFamilies() {}

    public static List<Family> now() {
        List<Family> families = new ArrayList<>();
        addMemory(families);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        families.add(Family.gauge("jvm_threads_current", threads.getThreadCount()));
        families.add(Family.gauge("jvm_threads_daemon", threads.getDaemonThreadCount()));
        families.add(Family.gauge("jvm_threads_peak", threads.getPeakThreadCount()));
        families.add(Family.counter("jvm_threads_started_total", threads.getTotalStartedThreadCount()));
        families.add(Family.gauge(
                "jvm_classes_loaded", ManagementFactory.getClassLoadingMXBean().getLoadedClassCount()));
        addCollections(families);
        addProcess(families);
        return families;
    }

    private static void addMemory(List<Family> families) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        MemoryUsage other = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
        families.add(byArea("jvm_memory_bytes_used", heap.getUsed(), other.getUsed()));
        families.add(byArea("jvm_memory_bytes_committed", heap.getCommitted(), other.getCommitted()));
        families.add(byArea("jvm_memory_bytes_max", heap.getMax(), other.getMax()));
    }

    private static Family byArea(String name, double heap, double other) {
        return new Family(
                name,
                "gauge",
                List.of(
                        new Sample("", List.of(new Label("area", "heap")), heap),
                        new Sample("", List.of(new Label("area", "nonheap")), other)));
    }

    private static void addCollections(List<Family> families) {
        List<Sample> samples = new ArrayList<>();
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            List<Label> labels = List.of(new Label("gc", collector.getName()));
            samples.add(new Sample("_count", labels, collector.getCollectionCount()));
            samples.add(new Sample("_sum", labels, collector.getCollectionTime() / 1e3));
        }
        families.add(new Family("jvm_gc_collection_seconds", "summary", samples));
    }

    private static void addProcess(List<Family> families) {
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        families.add(Family.gauge("process_start_time_seconds", runtime.getStartTime() / 1e3));
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
            families.add(Family.counter("process_cpu_seconds_total", unix.getProcessCpuTime() / 1e9));
            families.add(Family.gauge("process_open_fds", unix.getOpenFileDescriptorCount()));
            families.add(Family.gauge("process_max_fds", unix.getMaxFileDescriptorCount()));
        }
        families.add(new Family(
                "jvm_info",
                "gauge",
                List.of(new Sample(
                        "",
                        List.of(
                                new Label("runtime", runtime.getVmName()),
                                new Label("vendor", runtime.getVmVendor()),
                                new Label("version", runtime.getVmVersion())),
                        1))));
    }
}
