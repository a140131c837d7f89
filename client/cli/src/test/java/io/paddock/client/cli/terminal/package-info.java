/** The shell on a terminal. */
package io.paddock.client.cli.terminal;
