package io.paddock.client.session;

import io.paddock.client.NodeData;
import io.paddock.client.ReadBatch;
import io.paddock.client.ReadBatch.Read;
import io.paddock.client.ReadBatchResult;
import io.paddock.client.RefusedException;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.GetChildren;
import io.paddock.common.protocol.GetData;
import io.paddock.common.protocol.MultiRead;
import io.paddock.common.protocol.MultiResult;
import io.paddock.common.protocol.ServerReply;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.common.wire.WireInput;
import java.util.ArrayList;
import java.util.List;

/** A batch of reads as request, and its results from the reply (specification, client protocol 3.9). Immutable. */
final class ReadBatchReply implements ReplyReader<ReadBatchResult> {

    private final ReadBatch batch;
    private final List<Read> reads;
    private final MultiRead request;

    /** Takes the reads as they are now. */
    ReadBatchReply(ReadBatch batch, Chroot chroot) {
        this.batch = batch;
        this.reads = List.copyOf(batch.reads());
        this.request = new MultiRead(
                reads.stream().map(read -> operation(read, chroot)).toList());
    }

    MultiRead request() {
        return request;
    }

    private static ClientRequest operation(Read read, Chroot chroot) {
        Path path = Path.of(chroot.toServer(read.path()));
        return read.op() == OpCode.GET_DATA ? new GetData(path, false) : new GetChildren(path, false);
    }

    @Override
    public ReadBatchResult read(WireInput body, long zxid) {
        List<MultiResult> parts = ServerReply.MultiReadReply.read(body).results();
        if (parts.size() != reads.size()) {
            throw new MalformedRecord(parts.size() + " results for " + reads.size() + " reads");
        }
        List<Object> results = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            results.add(result(parts.get(i), reads.get(i)));
        }
        return new ReadBatchResult(batch, results, zxid);
    }

    private static Object result(MultiResult part, Read read) {
        if (part.body() instanceof ServerReply.DataReply data) {
            return new NodeData(data.data(), data.stat());
        } else if (part.body() instanceof ServerReply.ChildrenReply children) {
            return children.children();
        } else if (part.err() != 0) {
            return RefusedException.of(part.err(), read.op(), read.path());
        }
        throw new MalformedRecord("a result of another kind than the read: " + part);
    }
}
