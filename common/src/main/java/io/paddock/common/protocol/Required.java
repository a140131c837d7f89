package io.paddock.common.protocol;

import io.paddock.common.Path;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.common.wire.WireInput;
import java.util.List;
import java.util.function.Function;

/** Fields without which a request or reply is malformed, although their encoding could be null. */
final class Required {

    private Required() {}

    static Path path(WireInput in) {
        Path path = in.path();
        if (path == null) {
            throw new MalformedRecord("a path is null");
        }
        return path;
    }

    static List<Path> paths(WireInput in) {
        return list(in, Required::path);
    }

    static <T> List<T> list(WireInput in, Function<WireInput, T> element) {
        List<T> list = in.vector(element);
        if (list == null) {
            throw new MalformedRecord("a vector is null");
        }
        return list;
    }
}
