package io.paddock.client.cli.connection;

/**
 * What stays the same when the shell connects to other servers.
 *
 * @param timeoutMs the session timeout to ask for
 * @param readOnly whether a server without a quorum will do
 * @param replyBytesMax the largest reply to accept
 */
public record ConnectionSettings(int timeoutMs, boolean readOnly, int replyBytesMax) {}
