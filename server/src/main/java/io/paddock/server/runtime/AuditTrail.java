package io.paddock.server.runtime;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.CreateMode;
import io.paddock.common.Path;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.Create;
import io.paddock.common.protocol.Delete;
import io.paddock.common.protocol.Multi;
import io.paddock.common.protocol.Reconfig;
import io.paddock.common.protocol.SetAcl;
import io.paddock.common.protocol.SetData;
import io.paddock.server.txn.Outcome;
import io.paddock.server.txn.WriteRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * What clients did, as events of the audit log (server semantics, section 15). They are noted behind the gate, where no
 * log is written, and written before the clients get their answers.
 *
 * <p>Owned by the replica thread.
 */
final class AuditTrail {

    private static final String IP_SCHEME = "ip";
    private static final String DIGEST_SCHEME = "digest";
    private static final String CONFIG_NODE = "/zookeeper/config";

    private final AuditLog log;
    private final Function<AuthId, String> userName;
    private final List<AuditEvent> noted = new ArrayList<>();

    AuditTrail(AuditLog log, Function<AuthId, String> userName) {
        this.log = log;
        this.userName = userName;
    }

    void carriedOut(WriteRequest request, Outcome outcome) {
        if (!log.isEnabled()) {
            return;
        }
        switch (request.type()) {
            case CREATE, CREATE2, CREATE_CONTAINER, CREATE_TTL, DELETE, SET_DATA, SET_ACL, RECONFIG ->
                note(request, operation(request), request.body(), outcome);
            case MULTI -> multi(request, outcome);
            default -> {
                // Sessions that begin and end leave no event of their own.
            }
        }
    }

    void ephemeralDeleted(long sessionId, Path path) {
        if (log.isEnabled()) {
            noted.add(new AuditEvent(
                    sessionId,
                    log.serverUser(),
                    null,
                    "ephemeralZNodeDeletionOnSessionCloseOrExpire",
                    path.toString(),
                    null,
                    null,
                    AuditLog.Result.SUCCESS));
        }
    }

    /** Not behind the gate. */
    void write() {
        noted.forEach(log::write);
        noted.clear();
    }

    private static String operation(WriteRequest request) {
        return switch (request.type()) {
            case DELETE -> "delete";
            case SET_DATA -> "setData";
            case SET_ACL -> "setAcl";
            case RECONFIG -> "reconfig";
            default -> "create";
        };
    }

    private static String operation(ClientRequest part) {
        if (part instanceof Create) {
            return "create";
        } else if (part instanceof Delete) {
            return "delete";
        } else if (part instanceof SetData) {
            return "setData";
        }
        return null; // A check changes nothing.
    }

    /** One that failed is one event, one that succeeded is those of its parts. */
    private void multi(WriteRequest request, Outcome outcome) {
        List<Outcome> parts = outcome.parts();
        boolean done = parts != null && parts.stream().allMatch(part -> part.err() == 0);
        if (!done || !(request.body() instanceof Multi multi)) {
            noted.add(event(request, "multiOperation", null, null, null, AuditLog.Result.FAILURE));
            return;
        }
        for (int i = 0; i < parts.size(); i++) {
            String operation = operation(multi.ops().get(i));
            if (operation != null) {
                note(request, operation, multi.ops().get(i), parts.get(i));
            }
        }
    }

    private void note(WriteRequest request, String operation, ClientRequest body, Outcome outcome) {
        boolean done = outcome.err() == 0;
        AuditLog.Result result = done ? AuditLog.Result.SUCCESS : AuditLog.Result.FAILURE;
        String node = node(body, outcome);
        String nodeType = body instanceof Create create ? nodeType(create) : null;
        String acl = body instanceof SetAcl set ? text(set.acl()) : null;
        noted.add(event(request, operation, node, nodeType, acl, result));
    }

    private AuditEvent event(
            WriteRequest request, String operation, String node, String nodeType, String acl, AuditLog.Result result) {
        return new AuditEvent(request.sessionId(), users(request), ip(request), operation, node, nodeType, acl, result);
    }

    /** Null if the request does not say, or could not be read. */
    private static String node(ClientRequest body, Outcome outcome) {
        Path path = null;
        if (body instanceof Create create) {
            path = outcome.path() != null ? outcome.path() : create.path();
        } else if (body instanceof Delete delete) {
            path = delete.path();
        } else if (body instanceof SetData set) {
            path = set.path();
        } else if (body instanceof SetAcl set) {
            path = set.path();
        } else if (body instanceof Reconfig && outcome.err() == 0) {
            return CONFIG_NODE;
        }
        return path == null ? null : path.toString();
    }

    private static String nodeType(Create create) {
        CreateMode mode = CreateMode.of(create.flags());
        return mode == null ? null : mode.name().toLowerCase(Locale.ROOT);
    }

    /** As requested, without a separator between entries; hashes of passwords are left out. */
    private static String text(List<Acl> acl) {
        if (acl == null) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (Acl entry : acl) {
            AuthId id = entry.id();
            text.append(id.scheme()).append(':').append(shown(id)).append(':');
            letter(text, entry, Acl.CREATE, 'c');
            letter(text, entry, Acl.DELETE, 'd');
            letter(text, entry, Acl.READ, 'r');
            letter(text, entry, Acl.WRITE, 'w');
            letter(text, entry, Acl.ADMIN, 'a');
        }
        return text.toString();
    }

    private static String shown(AuthId id) {
        int hash = id.id() == null ? -1 : id.id().indexOf(':');
        return DIGEST_SCHEME.equals(id.scheme()) && hash >= 0 ? id.id().substring(0, hash) + ":x" : id.id();
    }

    private static void letter(StringBuilder text, Acl entry, int permission, char letter) {
        if ((entry.perms() & permission) != 0) {
            text.append(letter);
        }
    }

    /** The latest identity first: a name says more than the address, which every client has. */
    private String users(WriteRequest request) {
        StringBuilder users = new StringBuilder();
        List<AuthId> identities = request.identities();
        for (int i = identities.size() - 1; i >= 0; i--) {
            String name = userName.apply(identities.get(i));
            if (name != null && !name.isEmpty()) {
                users.append(users.isEmpty() ? "" : ",").append(name);
            }
        }
        return users.toString();
    }

    private static String ip(WriteRequest request) {
        for (AuthId identity : request.identities()) {
            if (IP_SCHEME.equals(identity.scheme())) {
                return identity.id();
            }
        }
        return null;
    }
}
