package io.paddock.server.zab;

/**
 * Who follows a leader, for operators.
 *
 * @param learners connected, in whatever phase
 * @param followers that have caught up and serve, voters all
 * @param observers that have caught up and serve
 */
public record Followership(int learners, int followers, int observers) {}
