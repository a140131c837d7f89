/**
 * The room of the faults: a real server process on real files behind a real socket is killed, starved, given damaged data
 * and hostile clients. What was acknowledged must still be there, what cannot be served must be said in one message, and
 * nobody else may notice.
 *
 * <p><b>Uses:</b> {@code testsupport}; the server's readers for the fuzzers of its files. <b>Rules:</b> specification,
 * storage 14, server semantics 18, client protocol 10, hazards H41 to H50.
 */
package io.paddock.faults;
