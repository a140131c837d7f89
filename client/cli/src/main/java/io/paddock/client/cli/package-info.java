/**
 * The shell, {@code zkCli.sh}: reads its command line, assembles the rooms and runs one command, the lines of a pipe, or a
 * conversation on a terminal.
 *
 * <p><b>Uses:</b> all rooms below it; nobody uses it. <b>Rules:</b> specification, cli 1 to 3; docs/shell.md.
 */
package io.paddock.client.cli;
