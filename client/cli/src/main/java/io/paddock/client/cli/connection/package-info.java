/**
 * The session of the shell: opened, closed and opened again elsewhere, with what it tells the user.
 *
 * <p><b>Owner:</b> the thread that executes lines; events come from the callbacks of the client. <b>Uses:</b> {@code output}.
 * <b>Rules:</b> specification, cli 5 and 6.
 */
package io.paddock.client.cli.connection;
