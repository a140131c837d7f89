/**
 * Lines as they are typed: how one becomes words, and which ones were typed before.
 *
 * <p><b>Uses:</b> nothing. <b>Rules:</b> specification, cli 4 and 7.6.
 */
package io.paddock.client.cli.line;
