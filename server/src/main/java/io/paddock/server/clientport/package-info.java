/**
 * The client port room: sockets, framing and limits of clients, with Netty.
 *
 * <p>{@link ClientPort} binds and accepts, {@link FrameHandler} cuts a stream into frames for the {@code SessionShard} of
 * its event loop. Reference-counted buffers do not leave this room.
 *
 * <p><b>Owner:</b> the event loops. <b>Uses:</b> {@code session}, {@code auth}, Netty. <b>Rules:</b> client protocol,
 * sections 1.3, 1.4, 2.1 and 2.2; server semantics, section 12.
 */
package io.paddock.server.clientport;
