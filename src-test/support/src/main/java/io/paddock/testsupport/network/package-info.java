/**
 * Networks between the servers of a test that can fall silent: packets are lost and nobody is told, so that connections
 * stay open at both ends. Through proxies everywhere, and with the real packets of network namespaces where the machine
 * lets its user have some.
 */
package io.paddock.testsupport.network;
