/** Commands about the members of the ensemble. */
package io.paddock.client.cli.ensemble;
