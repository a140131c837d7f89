/** The shell as a process, beside ZooKeeper's, from a pipe and on a pseudo-terminal. */
package io.paddock.interop.shell;
