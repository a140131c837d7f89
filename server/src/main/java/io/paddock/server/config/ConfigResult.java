package io.paddock.server.config;

import java.util.List;

/** What came of reading a configuration. Problems are in the order of the file, those of no line first. */
public sealed interface ConfigResult {

    List<Problem> problems();

    /** A server can start. The problems are for its log. */
    record Accepted(ServerConfig config, List<Problem> problems) implements ConfigResult {}

    /** No server can start. All reasons are among the problems, and what else should be looked at. */
    record Refused(List<Problem> problems) implements ConfigResult {

        /** 2, or 1 if the file as such is right. */
        public ExitCode exitCode() {
            boolean invalid = problems.stream().anyMatch(p -> p.severity() == Problem.Severity.INVALID);
            return invalid ? ExitCode.INVALID_INVOCATION : ExitCode.UNEXPECTED_ERROR;
        }
    }
}
