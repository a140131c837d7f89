/**
 * The admin room: what operators ask a running server, and the exact text of the answers.
 *
 * <p>{@link FourLetterWords} answers the words of operations, section 9, on the client port; {@link Word} is their table, with
 * {@code peer} of our own ({@link PeerText}).
 * What it tells about the server it asks from a {@link ServerView}, which the runtime implements, and from the metrics.
 *
 * <p>{@link MetricsPort} is the HTTP endpoint that Prometheus reads, with a thread of its own.
 *
 * <p><b>Owner:</b> none; may be used by any thread. <b>Uses:</b> {@code config}, {@code metrics}, Netty.
 */
package io.paddock.server.admin;
