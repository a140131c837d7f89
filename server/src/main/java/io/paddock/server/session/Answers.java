package io.paddock.server.session;

import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.Exists;
import io.paddock.common.protocol.RequestHeader;
import io.paddock.common.protocol.SetWatches;
import io.paddock.common.protocol.Sync;
import io.paddock.common.wire.WireOutput;
import io.paddock.server.tree.Tree;
import io.paddock.server.txn.Outcome;

/**
 * Writes the reply to a request that is due. Only behind the gate.
 *
 * <p>Owned by the event loop of its shard.
 */
final class Answers {

    private final Tree tree;
    private final Reads reads;
    private final Outbox outbox;
    private final FrameLimitWatch frameLimit;
    private final LimitListener listener;
    private final ShardClock clock;
    private final ShardMeter meter;

    Answers(Tree tree, Reads reads, Outbox outbox, ShardLimits limits, ShardClock clock, ShardMeter meter) {
        this.tree = tree;
        this.reads = reads;
        this.outbox = outbox;
        this.frameLimit = new FrameLimitWatch(limits.frameBytesMax(), limits.listener());
        this.listener = limits.listener();
        this.clock = clock;
        this.meter = meter;
    }

    /** The replica has carried it out, or refused it. */
    void write(Pending pending, Outcome outcome) {
        WireOutput out = outbox.of(pending.connection);
        int start = Replies.begin(out, pending.xid, pending.answer.zxid(), outcome.err());
        if (outcome.err() == 0) {
            if (pending.body instanceof Sync sync) {
                out.path(sync.path());
            } else {
                Replies.written(out, pending.type, outcome);
            }
            frameLimit.onWritten(pending);
        }
        finish(pending, out, start, pending.answer.zxid());
    }

    /**
     * Everything that needs no replica: it is carried out now, or was decided before. False if the reply would be longer
     * than any may be: then the connection is to be closed instead.
     */
    boolean read(Pending pending) {
        WireOutput out = outbox.of(pending.connection);
        if (pending.body instanceof SetWatches set && pending.verdict == null) {
            reads.setWatches(pending, set, out);
        }
        boolean decided = pending.verdict != null && pending.verdictZxid != Pending.ZXID_OF_TREE;
        long zxid = decided ? pending.verdictZxid : tree.lastZxid();
        int xid = pending.type == OpCode.PING ? RequestHeader.PING_XID : pending.xid;
        int start = Replies.begin(out, xid, zxid, 0);
        ErrorCode err = serve(pending, out);
        if (err == null) {
            listener.replyRefused(out.size() - start);
            out.truncate(start);
            return false;
        } else if (err != ErrorCode.OK) {
            Replies.fail(out, start, err.code());
        } else if (pending.type != OpCode.PING) {
            Path path = pending.body instanceof Exists exists ? exists.path() : RequestPath.of(pending.body);
            if (path != null) {
                meter.read(path, out.size() - start);
            }
        }
        finish(pending, out, start, zxid);
        return true;
    }

    private ErrorCode serve(Pending pending, WireOutput out) {
        if (pending.type == OpCode.SASL) {
            out.buffer(null); // SASL is not set up: this lets clients with a stray configuration go on.
            return ErrorCode.OK;
        } else if (pending.verdict != null) {
            return pending.verdict;
        } else if (pending.type == OpCode.PING || pending.body instanceof SetWatches) {
            return ErrorCode.OK;
        }
        return reads.serve(pending, out);
    }

    private void finish(Pending pending, WireOutput out, int start, long zxid) {
        Replies.end(out, start);
        long latencyMs = (clock.nanos() - pending.receivedNanos) / 1_000_000;
        pending.connection.stats.answered(pending.type, pending.xid, zxid, clock.nowMs(), latencyMs);
        int bytes = out.size() - start - Integer.BYTES;
        meter.answered(pending.type, latencyMs, bytes);
        frameLimit.onReply(pending, bytes);
        if (pending.last) {
            outbox.end(pending.connection);
        }
    }
}
