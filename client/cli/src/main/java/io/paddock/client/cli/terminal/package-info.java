/**
 * The shell on a terminal: line editing, completion, a history that is kept, keys, and a screen that events do not tear apart.
 *
 * <p><b>Owner:</b> the thread that executes lines; the callbacks of the client print through the sink. The only room that
 * knows JLine. <b>Uses:</b> {@code shell}, {@code command}, {@code connection}, {@code line}, {@code output}. <b>Rules:</b>
 * specification, cli 3.
 */
package io.paddock.client.cli.terminal;
