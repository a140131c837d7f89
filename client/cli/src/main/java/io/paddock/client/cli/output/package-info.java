/**
 * What the shell shows, and how: as text that scripts parse, as JSON, or with colours on a terminal, to which it is made harmless.
 *
 * <p><b>Owner:</b> the thread that executes commands; {@link io.paddock.client.cli.output.Output} may also be used by the
 * callbacks of a client. <b>Uses:</b> nothing of the shell. <b>Rules:</b> specification, cli 2, 5 and 7.
 */
package io.paddock.client.cli.output;
