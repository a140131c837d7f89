package io.paddock.server.runtime;

import java.io.IOException;

/** The port for metrics cannot be had. */
public final class CannotServeMetrics extends IOException {

    private static final long serialVersionUID = 1L;

    CannotServeMetrics(String provider, IOException cause) {
        super(
                "Cannot boot MetricsProvider " + provider + ": " + cause.getMessage()
                        + ". Set another metricsProvider.httpPort or metricsProvider.httpHost, or end what uses the"
                        + " port",
                cause);
    }
}
