package io.paddock.benchmarks.load;

import org.HdrHistogram.Histogram;

/**
 * What one run of a loader saw.
 *
 * @param operations requests that were answered, all without an error
 * @param nanos from the first request to the last reply
 * @param loaderCpuNanos CPU time of the loader's thread meanwhile
 * @param latencies in nanoseconds, one histogram for each phase
 */
public record LoadResult(long operations, long nanos, long loaderCpuNanos, Histogram[] latencies) {

    public double perSecond() {
        return operations * 1e9 / nanos;
    }

    /** Of one core. */
    public double loaderShare() {
        return (double) loaderCpuNanos / nanos;
    }

    public double latencyMicros(double percentile) {
        return latencies[0].getValueAtPercentile(percentile) / 1e3;
    }
}
