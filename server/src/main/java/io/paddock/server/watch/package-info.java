/**
 * The watch room: which connection wants to hear of which path, and who hears of a change.
 *
 * <p>{@link WatchTable} is the door: a relation of paths and watchers with up to four kinds of watches on each pair, kept
 * in arrays of numbers because a server holds hundreds of thousands of them. {@code PathNumbers} gives a watched path a
 * number, over {@code PathText}, which keeps the bytes; {@code Watchers} does the same for connections; {@code Links} is
 * one direction of the relation. The table does not know what a connection is, whether a node exists or who may read it.
 *
 * <p><b>Owner:</b> one event loop per table. <b>Uses:</b> {@code common}. <b>Rules:</b> client protocol, sections 3.8
 * (checkWatches, removeWatches) and 5. <b>Invariants:</b> both directions hold the same pairs with the same kinds; a path
 * or watcher has a number exactly while it is in a pair.
 */
package io.paddock.server.watch;
