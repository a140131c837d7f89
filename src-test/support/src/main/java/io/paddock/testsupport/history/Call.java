package io.paddock.testsupport.history;

import java.util.List;

/** What a client asks for. Paths and values are text; give each write a value of its own, or less can be told apart. */
public sealed interface Call {

    /** @param sequential the number of the parent's next child is appended to the path */
    record Create(String path, String value, boolean ephemeral, boolean sequential) implements Call {}

    /** @param version -1 for any */
    record SetData(String path, String value, int version) implements Call {}

    /** @param version -1 for any */
    record Delete(String path, int version) implements Call {}

    record Get(String path) implements Call {}

    /** All or nothing. Without reads. */
    record Multi(List<Call> parts) implements Call {
        public Multi {
            parts = List.copyOf(parts);
        }
    }

    /** The session ends, because its client says so or because it was not heard: its ephemerals are deleted. */
    record EndSession() implements Call {}

    /** Whether it only looks. */
    default boolean reads() {
        return this instanceof Get;
    }
}
