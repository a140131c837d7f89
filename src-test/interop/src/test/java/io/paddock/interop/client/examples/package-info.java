/**
 * The examples of the client's documentation, each a program of its own: {@code main} takes a connect string. A test runs
 * all of them against both servers, and compares the code in the documentation with them.
 */
package io.paddock.interop.client.examples;
