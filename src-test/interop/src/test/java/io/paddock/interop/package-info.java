/**
 * The room of the strangers: what real clients, real servers and real data directories of Apache make of ours.
 *
 * <p>Recorded conversations are replayed ({@code WireFixturesTest}), drawn ones are led with both servers at once ({@code
 * DifferentialTest}), Apache's clients and Curator's recipes are run unchanged, and a data directory goes back and forth
 * between the two servers. {@code -Dserver=apache} runs what can be run so against the reference instead: a test that
 * fails there is wrong itself. <b>Rules:</b> specification, all chapters.
 */
package io.paddock.interop;
