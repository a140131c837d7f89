/**
 * What a command is: its name, its options, what it is given, and how it fails. A person is a {@link
 * io.paddock.client.cli.command.Screen} to it, that waits for keys and may be full.
 *
 * <p>A {@link io.paddock.client.cli.command.Command} has no state; it is run by the thread that executes lines. Its options
 * are parsed by the library that also parses them in ZooKeeper's own shell, because scripts know its messages.
 *
 * <p><b>Uses:</b> {@code connection}, {@code output}. <b>Rules:</b> specification, cli 7 and 8.
 */
package io.paddock.client.cli.command;
