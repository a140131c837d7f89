/**
 * Our client against both servers: every test of this room runs against Paddock and against Apache's server.
 *
 * <p>Connections are made to fail by a {@link io.paddock.interop.client.FaultyProxy}, sessions by closing them from a
 * second connection, servers by ending their process. <b>Rules:</b> specification, client protocol 2 to 9.
 */
package io.paddock.interop.client;
