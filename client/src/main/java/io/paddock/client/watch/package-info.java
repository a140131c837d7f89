/**
 * Who watches what: the watches that the connected server holds for this client, and the watchers behind them.
 *
 * <p><b>Owner:</b> the I/O thread. <b>Uses:</b> {@code client} (its words), {@code common}. <b>Rules:</b> specification,
 * client protocol 5.
 */
package io.paddock.client.watch;
