/**
 * The metrics room: numbers about the server, cheap to write and safe to read.
 *
 * <p>{@link Metric} is the table of names. Each thread that measures has its own {@link Counters} and writes them without
 * a lock; {@link Metrics} adds up those of all threads when somebody asks, and asks the gauges. {@link
 * PrometheusText} is what it says in the format of Prometheus.
 *
 * <p><b>Owner:</b> a {@code Counters} belongs to the thread that asked for it; everything else may be used by any thread.
 * <b>Uses:</b> nothing but the JDK.
 */
package io.paddock.server.metrics;
