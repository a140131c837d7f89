/**
 * The peer port room: connections between the servers of an ensemble, with Netty.
 *
 * <p>{@link PeerPort} is all that others use. On the election port it keeps at most one connection to each other peer and
 * hands over the newest notification. On the quorum port a connection is a link: packets in order, lost only together with
 * the link, a snapshot among them as a stream. {@link Listening} binds that port when an election begins, and accepts nobody
 * before it is won. Reference-counted buffers do not leave this room.
 *
 * <p><b>Owner:</b> the thread that drives the {@link PeerLoop}, {@code paddock-replica} in a server; what is written to or read
 * from a file, or looked up by name, is done by helpers that own nothing. <b>Uses:</b> {@code election}, {@code zab}, {@code ensemble} for what travels and where,
 * {@code storage} to read a snapshot that is received, Netty. <b>Rules:</b> specification, quorum protocol 4, 7
 * and 9.4; hazards H18, H24, H27, H28, H35 and H47. <b>Invariants:</b> no event of a link after its {@code onUnlinked}; what
 * a stranger sends reaches nobody before it is a whole greeting or a whole first packet.
 */
package io.paddock.server.peerport;
