package io.paddock.server.session;

import io.paddock.common.Acl;
import io.paddock.common.Path;
import io.paddock.common.protocol.WatchEventType;
import io.paddock.common.wire.WireOutput;
import io.paddock.server.replica.Answer;
import io.paddock.server.replica.Applied;
import io.paddock.server.tree.AclRules;
import io.paddock.server.txn.Change;
import io.paddock.server.watch.WatchTable;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tells the watchers of a shard what the replica has applied. Only behind the gate.
 *
 * <p>Owned by the event loop of its shard.
 */
final class Events {

    private final WatchTable<Connection> watches;
    private final AclRules acls;
    private final Outbox outbox;
    private final ShardMeter meter;

    Events(WatchTable<Connection> watches, AclRules acls, Outbox outbox, ShardMeter meter) {
        this.watches = watches;
        this.acls = acls;
        this.outbox = outbox;
        this.meter = meter;
    }

    /** In zxid order: the events of a transaction, its answer, then those of the next. So no client's view goes back. */
    void tell(Applied link, Consumer<Answer> onAnswer) {
        List<Change> changes = watches.watchCount() > 0 ? link.changes() : List.of();
        int told = 0;
        for (Answer answer : link.answers()) {
            while (told < changes.size() && changes.get(told).zxid() <= answer.zxid()) {
                fire(changes.get(told++));
            }
            onAnswer.accept(answer);
        }
        while (told < changes.size()) {
            fire(changes.get(told++));
        }
    }

    private void fire(Change change) {
        fire(change.type(), change.path(), change.acl(), change.zxid());
        if (change.parent() != null) {
            fire(WatchEventType.NODE_CHILDREN_CHANGED, change.parent(), change.parentAcl(), change.zxid());
        }
    }

    private void fire(WatchEventType type, Path path, List<Acl> acl, long zxid) {
        int watchers = watches.fire(type, path, watcher -> notify(watcher, type, path, acl, zxid));
        if (watchers > 0) {
            meter.fired(type, watchers);
        }
    }

    private void notify(Connection watcher, WatchEventType type, Path path, List<Acl> acl, long zxid) {
        if (acls.allows(acl, Acl.READ, watcher.identities)) {
            WireOutput out = outbox.of(watcher);
            int start = out.size();
            Replies.event(out, type, path, zxid);
            watcher.stats.sent();
            meter.notified(out.size() - start);
        }
    }
}
