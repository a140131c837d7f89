package io.paddock.server.wrongrooms.zab;

/** Something that the tree may not know. */
public record Packet(long zxid) {}
