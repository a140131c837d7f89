/**
 * One real server of Apache's and the connections of ours: what is said between servers is said with one that was not built
 * here. <b>Rules:</b> specification, quorum protocol.
 */
package io.paddock.interop.peers;
