/** Names that scripts of ZooKeeper's users know. */
package org.apache.zookeeper;
