/** The shell itself, without a server. */
package io.paddock.client.cli.shell;
