package io.paddock.simulation;

/** The bytes behind a SNAP packet, and the history that they stand for. */
record SimSnapshot(byte[] bytes, GhostNode node) {}
