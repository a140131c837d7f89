/** The forms in which results are shown. */
package io.paddock.client.cli.output;
