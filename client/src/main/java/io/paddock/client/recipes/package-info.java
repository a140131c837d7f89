/**
 * Recipes: what applications build from znodes, built once. Locks, elections, groups, caches, counters, queues, barriers
 * and service discovery, correct when connections break and sessions expire.
 *
 * <p>All of them repeat what can be repeated, find out what became of what cannot (a create carries a mark by which it is
 * found again), and end with the session where their promise ends with it. Names and layout of locks and elections are
 * those of Curator's recipes, so that both can take part.
 *
 * <p>Listeners run on the client's callback executor and must not block on the client. <b>Uses:</b> {@code client} (its
 * words only), {@code common}.
 */
package io.paddock.client.recipes;
