/**
 * Sockets and threads: the one place of the client that knows Netty's pipeline. A {@link
 * io.paddock.client.transport.ClientLoop} is the I/O thread of any number of clients, a {@link
 * io.paddock.client.transport.ChannelSetup} is where TLS comes in.
 *
 * <p><b>Owner:</b> the I/O thread. <b>Uses:</b> {@code common}.
 */
package io.paddock.client.transport;
