/**
 * The shell itself: finds the command that a line names, keeps the exit code, and has the commands that are about the shell.
 *
 * <p><b>Owner:</b> the thread that executes lines. <b>Uses:</b> {@code line}, {@code command}, {@code connection}, {@code
 * output}. <b>Rules:</b> specification, cli 2, 4 and 7.
 */
package io.paddock.client.cli.shell;
