/** How lines become words. */
package io.paddock.client.cli.line;
