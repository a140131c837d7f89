/** Access control lists as text. */
package io.paddock.client.cli.access;
