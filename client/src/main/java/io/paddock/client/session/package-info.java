/**
 * The session: opened, kept alive, resumed after a lost connection; and the requests on their way in it.
 *
 * <p><b>Owner:</b> the I/O thread. <b>Uses:</b> {@code client}, {@code watch}, {@code transport}, {@code common}.
 * <b>Rules:</b> specification, client protocol 2, 3 and 6.
 */
package io.paddock.client.session;
