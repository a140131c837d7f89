/**
 * Commands about quotas, which are znodes below {@code /zookeeper/quota} to the client.
 *
 * <p><b>Uses:</b> {@code command}, {@code output}, {@code subtree}. <b>Rules:</b> specification, cli 7.3.
 */
package io.paddock.client.cli.quota;
