package io.paddock.server.txn;

import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.Stat;
import java.util.List;

/**
 * What the application of a transaction tells the client that asked for it.
 *
 * @param type of the transaction
 * @param err 0 or an error code
 * @param path of a created znode, else null
 * @param stat of a created or changed znode, else null
 * @param parts of a multi, else null
 */
public record Outcome(OpCode type, int err, Path path, Stat stat, List<Outcome> parts) {

    static Outcome failed(int err) {
        return new Outcome(OpCode.ERROR, err, null, null, null);
    }

    static Outcome done(OpCode type) {
        return new Outcome(type, 0, null, null, null);
    }
}
