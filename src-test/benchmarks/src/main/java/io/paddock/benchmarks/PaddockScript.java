package io.paddock.benchmarks;

import io.paddock.testsupport.Installation;
import java.nio.file.Path;
import java.util.Map;

/** Calls of Paddock's {@code zkServer.sh}. */
final class PaddockScript {

    private PaddockScript() {}

    /**
     * A call, without anything of the environment that would change what the script does.
     *
     * @param directory for the server's logs
     * @param serverJvmFlags for Java, behind the script's own
     */
    static ProcessBuilder command(Options options, Path directory, String action, Path config, String serverJvmFlags) {
        Path script = Installation.repository().resolve("bin/zkServer.sh");
        ProcessBuilder builder = new ProcessBuilder(script.toString(), action, config.toString());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("ZOO") || name.startsWith("ZK_") || name.contains("JMX"));
        environment.keySet().removeIf(name -> name.endsWith("JVMFLAGS") || name.equals("CLASSPATH"));
        environment.put("JAVA_HOME", options.javaHome().toString());
        environment.put("ZOO_LOG_DIR", directory.toString());
        environment.put("SERVER_JVMFLAGS", serverJvmFlags);
        return builder;
    }
}
