/** The command line of the shell, and what it needs to start. */
package io.paddock.client.cli;
