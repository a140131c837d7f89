/** One class that lends the purge command the name that operators' timers call. */
package org.apache.zookeeper.server;
