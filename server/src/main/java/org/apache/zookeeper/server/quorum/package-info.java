/** One class that lends the server process the name that operators' tools know. */
package org.apache.zookeeper.server.quorum;
