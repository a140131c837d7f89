package io.paddock.client.watch;

import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.AddWatchMode;
import io.paddock.common.protocol.SetWatches;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The requests that set all watches again after a reconnect, each of about 128 KiB at most, since a server refuses large
 * ones. Without persistent watches they are of the older kind, which every server knows (client protocol 5.7).
 *
 * <p>Owned by the thread that fills it.
 */
public final class ResetBatches {

    private static final int BATCH_BYTES = 128 << 10;

    private enum Register {
        DATA,
        EXIST,
        CHILD,
        PERSISTENT,
        RECURSIVE
    }

    private final long relativeZxid;
    private final List<SetWatches> batches = new ArrayList<>();
    private Map<Register, List<Path>> current = new EnumMap<>(Register.class);
    private int bytes;

    private ResetBatches(long relativeZxid) {
        this.relativeZxid = relativeZxid;
    }

    /** What to send to a server for this table, with the last zxid that the client has seen; empty for no watches. */
    public static List<SetWatches> of(WatchTable table, long lastZxid) {
        ResetBatches filling = new ResetBatches(lastZxid);
        filling.add(Register.DATA, table.paths(WatchTable.OneShot.DATA));
        filling.add(Register.EXIST, table.paths(WatchTable.OneShot.EXIST));
        filling.add(Register.CHILD, table.paths(WatchTable.OneShot.CHILD));
        filling.add(Register.PERSISTENT, table.paths(AddWatchMode.PERSISTENT));
        filling.add(Register.RECURSIVE, table.paths(AddWatchMode.PERSISTENT_RECURSIVE));
        filling.finishBatch();
        return filling.batches;
    }

    private void add(Register register, Collection<String> paths) {
        for (String text : paths) {
            Path path = Path.of(text);
            if (bytes + path.length() > BATCH_BYTES) {
                finishBatch();
            }
            current.computeIfAbsent(register, key -> new ArrayList<>()).add(path);
            bytes += 4 + path.length();
        }
    }

    private void finishBatch() {
        if (bytes == 0) {
            return;
        }
        boolean lasting = current.containsKey(Register.PERSISTENT) || current.containsKey(Register.RECURSIVE);
        batches.add(new SetWatches(
                lasting ? OpCode.SET_WATCHES2 : OpCode.SET_WATCHES,
                relativeZxid,
                list(Register.DATA),
                list(Register.EXIST),
                list(Register.CHILD),
                list(Register.PERSISTENT),
                list(Register.RECURSIVE)));
        current = new EnumMap<>(Register.class);
        bytes = 0;
    }

    private List<Path> list(Register register) {
        return current.getOrDefault(register, List.of());
    }
}
