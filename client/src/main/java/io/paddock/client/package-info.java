/**
 * The client: a session with a server, for applications and for the shell behind {@code zkCli.sh}. Neither is there yet;
 * clients of ZooKeeper serve meanwhile.
 *
 * <p><b>Uses:</b> {@code common}.
 */
package io.paddock.client;
