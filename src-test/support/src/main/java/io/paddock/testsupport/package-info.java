/**
 * The room of the drivers: what a test needs to treat a server as a stranger. It starts real server processes, ours and
 * Apache's alike, by the one command line that both understand, and talks to them in bytes.
 *
 * <p>Nothing here knows the server's code: requests and replies are written down again from the specification, so that an
 * error in the server's codecs cannot hide behind the same error in the test. <b>Uses:</b> {@code common.wire} only.
 * <b>Rules:</b> specification, chapters Client protocol and Operations. Every process that is started here is ended by
 * its own process id.
 */
package io.paddock.testsupport;
