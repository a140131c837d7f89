package io.paddock.server.config;

/**
 * Where metrics go besides {@code mntr}. The class names of the original's providers are kept as names of ours.
 *
 * @param httpHost bind address of the Prometheus endpoint, and {@code httpPort} its port
 * @param jvmInfo the endpoint also tells about the JVM and the process
 */
public record MetricsConfig(Provider provider, String httpHost, int httpPort, boolean jvmInfo) {

    static final String DEFAULT_PROVIDER = "org.apache.zookeeper.metrics.impl.DefaultMetricsProvider";

    /** Who gets the numbers. */
    public enum Provider {
        DEFAULT(DEFAULT_PROVIDER),
        PROMETHEUS("org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider"),
        NULL("org.apache.zookeeper.metrics.impl.NullMetricsProvider");

        private final String className;

        Provider(String className) {
            this.className = className;
        }

        /** The name that configurations know it by. */
        public String className() {
            return className;
        }
    }

    static MetricsConfig read(Settings settings) {
        return new MetricsConfig(
                provider(settings),
                settings.text(Keys.METRICS_HOST),
                settings.int32(Keys.METRICS_PORT),
                settings.flag(Keys.METRICS_JVM));
    }

    private static Provider provider(Settings settings) {
        String className = settings.text(Keys.METRICS_CLASS);
        for (Provider provider : Provider.values()) {
            if (provider.className.equals(className)) {
                return provider;
            }
        }
        settings.refuse(
                settings.find(Keys.METRICS_CLASS),
                "metrics provider class was not found",
                "the class name of ZooKeeper's default, Prometheus or null provider");
        return Provider.DEFAULT;
    }
}
