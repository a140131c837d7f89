/** Quotas as text. */
package io.paddock.client.cli.quota;
