/**
 * The client protocol as records: the handshake ({@link ConnectRequest}, {@link ConnectResponse}), the headers, a {@link
 * ClientRequest} and a {@link ServerReply} for every operation, and the {@link WatcherEvent}.
 *
 * <p>Each record reads and writes its own bytes, without the length of the frame around it. Bytes after the last field are
 * ignored, since newer clients may append fields. Reading throws {@link io.paddock.common.wire.MalformedRecord} and nothing
 * else, and allocates no more than in proportion to the bytes that are there, whatever counts they announce.
 *
 * <p>Everything here is an immutable value and may be used by any thread; byte arrays and lists are not copied, so nobody
 * may change them after handing them over. Records that hold a byte array compare it by identity. <b>Uses:</b> {@code
 * common}, {@code common.wire}. <b>Rules:</b> client protocol, sections 1 to 3.
 */
package io.paddock.common.protocol;
