package io.paddock.interop.scripts;

/** What a command printed and how it ended. */
record Outcome(int exitCode, String out, String err) {}
