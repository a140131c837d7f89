/** Commands, their options and their failures. */
package io.paddock.client.cli.command;
