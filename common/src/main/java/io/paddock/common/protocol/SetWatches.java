package io.paddock.common.protocol;

import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import java.util.List;

/**
 * Set the watches of a session again after a reconnect: relativeZxid int64, then the paths with data, exist and child
 * watches as vectors, and for {@link OpCode#SET_WATCHES2} also those with persistent and recursive watches.
 */
public record SetWatches(
        OpCode op,
        long relativeZxid,
        List<Path> data,
        List<Path> exist,
        List<Path> child,
        List<Path> persistent,
        List<Path> recursive)
        implements ClientRequest {

    public SetWatches {
        if (op != OpCode.SET_WATCHES && op != OpCode.SET_WATCHES2) {
            throw new IllegalArgumentException(op + " sets no watches");
        }
        if (op == OpCode.SET_WATCHES && !(persistent.isEmpty() && recursive.isEmpty())) {
            throw new IllegalArgumentException(op + " does not carry persistent watches");
        }
    }

    public static SetWatches read(OpCode op, WireInput in) {
        boolean five = op == OpCode.SET_WATCHES2;
        return new SetWatches(
                op,
                in.int64(),
                Required.paths(in),
                Required.paths(in),
                Required.paths(in),
                five ? Required.paths(in) : List.of(),
                five ? Required.paths(in) : List.of());
    }

    @Override
    public void write(WireOutput out) {
        out.int64(relativeZxid);
        writePaths(data, out);
        writePaths(exist, out);
        writePaths(child, out);
        if (op == OpCode.SET_WATCHES2) {
            writePaths(persistent, out);
            writePaths(recursive, out);
        }
    }

    private static void writePaths(List<Path> paths, WireOutput out) {
        out.vector(paths, (path, to) -> to.path(path));
    }
}
