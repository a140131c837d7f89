/**
 * The config room: turns {@code zoo.cfg} and the system properties into one immutable {@link ServerConfig}, or into the
 * list of everything that is wrong with them.
 *
 * <p>{@link ServerConfigReader} is the door. {@link Keys} is the table of all keys and properties that an operator may
 * write (operations, sections 2 to 6); each {@code ...Config} record is one subject and reads itself from
 * {@link Settings}, which knows that the file beats {@code -D} and that the last line wins. Nothing here logs: what the
 * operator should know is a {@link Problem}, and the runtime prints it.
 *
 * <p><b>Owner:</b> none, values are immutable; {@code Settings} lives for one reading. <b>Uses:</b> {@code
 * ensemble}, whose members the file lists.
 */
package io.paddock.server.config;
