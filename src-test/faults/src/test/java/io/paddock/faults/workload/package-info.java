/**
 * Clients that write as fast as they can and know, at any moment, what the server must hold: each works in a subtree of
 * its own, alone, so its requests take effect in the order in which it sent them. After a crash the subtree must look as
 * it did after some number of them: no fewer than were acknowledged, no more than were sent.
 */
package io.paddock.faults.workload;
