/**
 * The client: what an application says to a ZooKeeper service, Paddock or Apache's, and what it is told.
 *
 * <p>{@link Client} is asynchronous, {@link BlockingClient} waits for it; {@link ClientBuilder} opens one. Requests that
 * need more than a path are immutable values ({@link NewNode}, {@link Transaction}, {@link ReadBatch}), results are
 * records, failures are {@link ClientException}s whose type says whether the operation can have happened.
 *
 * <p>This room holds the words; the rooms below do the work: {@code session} the session and its requests, {@code watch}
 * who watches what, {@code transport} sockets and threads. {@code recipes} is built on the words alone. <b>Uses:</b>
 * {@code common}; {@code session} in {@code ClientBuilder.open} only. <b>Rules:</b> specification, client protocol.
 */
package io.paddock.client;
