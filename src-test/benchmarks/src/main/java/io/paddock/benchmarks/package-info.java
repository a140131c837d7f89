/**
 * Figures, and the commands that give them.
 *
 * <p>{@link ServerBenchmark} runs this server beside Apache's, each in its own process on the same JDK, heap,
 * configuration and file system, and prints both and their ratio. {@link TreeBenchmark}, {@link CodecBenchmark} and {@link
 * TreeFootprint} look at the rooms that decide most of it. What was measured so far, and how to repeat it, is in {@code
 * docs/performance.md}.
 *
 * <p><b>Uses:</b> {@code load}, the server's {@code tree}, {@code txn} and {@code storage}, and the drivers of the tests.
 */
package io.paddock.benchmarks;
