/**
 * Our client beside Apache's, each in a process of its own, against the same server.
 */
package io.paddock.benchmarks.client;
