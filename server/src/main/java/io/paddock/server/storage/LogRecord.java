package io.paddock.server.storage;

/** A record of the transaction log: its zxid, and its payload as it stands in the file, encoded once. */
public record LogRecord(long zxid, byte[] payload) {}
