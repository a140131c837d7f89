/**
 * The load generator: requests from one thread over many connections, cheap enough not to be what is measured.
 *
 * <p>A {@link Loader} keeps a number of requests on their way on each of its connections, and records how long each took
 * and what it cost itself. Frames are made once, with {@code common}'s codecs, and only their xid is written for each
 * request. <b>Owner:</b> the thread that calls the loader. <b>Uses:</b> {@code common}. <b>Rules:</b> client protocol,
 * sections 1.3, 2.3 and 3.
 */
package io.paddock.benchmarks.load;
