/** Rooms that break the rules on purpose, to prove that {@code RoomsTest} finds and names the line. */
package io.paddock.server.wrongrooms;
