package io.paddock.client.session;

import io.paddock.client.Created;
import io.paddock.client.Transaction;
import io.paddock.client.Transaction.Change;
import io.paddock.client.Transaction.Check;
import io.paddock.client.Transaction.Creation;
import io.paddock.client.Transaction.DataChange;
import io.paddock.client.Transaction.Deletion;
import io.paddock.client.TransactionRefusedException;
import io.paddock.client.TransactionResult;
import io.paddock.common.ErrorCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.CheckVersion;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.Delete;
import io.paddock.common.protocol.Multi;
import io.paddock.common.protocol.MultiResult;
import io.paddock.common.protocol.ServerReply;
import io.paddock.common.protocol.SetData;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.common.wire.WireInput;
import java.util.ArrayList;
import java.util.List;

/** A transaction as request, and its results from the reply (specification, client protocol 3.9). Immutable. */
final class TransactionReply implements ReplyReader<TransactionResult> {

    private final Transaction transaction;
    private final List<Change> changes;
    private final Chroot chroot;
    private final Multi request;

    /** Takes the changes as they are now. */
    TransactionReply(Transaction transaction, Chroot chroot) {
        this.transaction = transaction;
        this.changes = List.copyOf(transaction.changes());
        this.chroot = chroot;
        this.request = new Multi(changes.stream().map(this::operation).toList());
    }

    Multi request() {
        return request;
    }

    private ClientRequest operation(Change change) {
        if (change instanceof Creation creation) {
            return SessionClient.createRequest(chroot, change.op(), creation.node());
        } else if (change instanceof Deletion deletion) {
            return new Delete(server(change), deletion.version());
        } else if (change instanceof DataChange data) {
            return new SetData(server(change), data.data(), data.version());
        } else if (change instanceof Check check) {
            return new CheckVersion(server(change), check.version());
        }
        throw new IllegalStateException("an unknown change: " + change);
    }

    private Path server(Change change) {
        return Path.of(chroot.toServer(change.path()));
    }

    @Override
    public TransactionResult read(WireInput body, long zxid) {
        List<MultiResult> parts = ServerReply.MultiReply.read(body).results();
        if (parts.size() != changes.size()) {
            throw new MalformedRecord(parts.size() + " results for " + changes.size() + " operations");
        }
        refuseIfFailed(parts);
        List<Object> results = new ArrayList<>(parts.size());
        for (MultiResult part : parts) {
            results.add(result(part.body()));
        }
        return new TransactionResult(transaction, results, zxid);
    }

    private Object result(ServerReply body) {
        if (body instanceof ServerReply.Create2Reply created) {
            return new Created(chroot.toClient(created.path().toString()), created.stat());
        } else if (body instanceof ServerReply.StatReply stat) {
            return stat.stat();
        } else if (body instanceof ServerReply.EmptyReply) {
            return null;
        }
        throw new MalformedRecord("a result of another kind than the operation: " + body);
    }

    private void refuseIfFailed(List<MultiResult> parts) {
        for (int i = 0; i < parts.size(); i++) {
            int code = parts.get(i).err();
            if (code != 0 && code != ErrorCode.RUNTIME_INCONSISTENCY.code()) {
                Change change = changes.get(i);
                throw new TransactionRefusedException(
                        i,
                        change.op(),
                        change.path(),
                        parts.stream().map(MultiResult::err).toList());
            }
        }
    }
}
