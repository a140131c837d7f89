package io.paddock.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.testsupport.AclEntry;
import io.paddock.testsupport.FreePorts;
import io.paddock.testsupport.Installation;
import io.paddock.testsupport.Op;
import io.paddock.testsupport.RawClient;
import io.paddock.testsupport.Reply;
import io.paddock.testsupport.Requests;
import io.paddock.testsupport.Requests.Body;
import io.paddock.testsupport.Requests.Part;
import io.paddock.testsupport.ServerProcess;
import io.paddock.testsupport.ServerSetup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code enableEagerACLCheck}: what the connected server refuses by itself, with zxid 0 and without a transaction, and
 * what it leaves to the others. Each answer is compared with Apache's: error, zxid 0 or how far it advanced. Apache's
 * standalone server ignores the property, so ours is compared with an Apache leader that is alone in its ensemble.
 */
class EagerAclCheckTest {

    private static final int CREATE_DELETE = 4 | 8;
    private static final List<AclEntry> READ_ONLY = List.of(new AclEntry(1, "world", "anyone"));
    private static final List<AclEntry> NO_WRITE = List.of(new AclEntry(31 & ~2, "world", "anyone"));
    private static final List<AclEntry> NO_ADMIN = List.of(new AclEntry(31 & ~16, "world", "anyone"));
    private static final List<AclEntry> NO_CREATE_DELETE =
            List.of(new AclEntry(31 & ~CREATE_DELETE, "world", "anyone"));
    private static final List<AclEntry> ALICE = List.of(AclEntry.digest(31, "alice", "secret"));
    private static final List<AclEntry> NONE = List.of();
    private static final List<AclEntry> UNKNOWN_SCHEME = List.of(new AclEntry(31, "nobody", "knows"));
    private static final byte[] DATA = {1, 2, 3};

    @TempDir
    private Path directory;

    private record Request(int type, Body body) {}

    @Test
    void everyRefusalAndItsZxidAreApaches() throws IOException {
        Map<String, String> theirs;
        Map<String, String> ours;
        try (ServerProcess apache = leaderOfOne().start()) {
            theirs = answers(apache);
        }
        try (ServerProcess paddock = setup(Installation.underTest(), "ours").start()) {
            ours = answers(paddock);
        }
        assertThat(ours).containsExactlyEntriesOf(theirs);
        assertThat(ours.values()).contains("-102 zxid 0", "-114 zxid 0", "-102 zxid +1", "0 zxid +1");
    }

    private ServerSetup leaderOfOne() throws IOException {
        ServerSetup setup = setup(Installation.apache(), "apache");
        Files.createDirectories(setup.dataDir());
        Files.writeString(setup.dataDir().resolve("myid"), "1");
        return setup.config("standaloneEnabled", "false")
                .config("server.1", "127.0.0.1:" + FreePorts.one() + ":" + FreePorts.one());
    }

    private ServerSetup setup(Installation installation, String name) {
        return ServerSetup.of(installation, directory.resolve(name))
                .config("enableEagerACLCheck", "true")
                .config("extendedTypesEnabled", "true")
                .config("forceSync", "no");
    }

    private static Map<String, String> answers(ServerProcess server) throws IOException {
        Map<String, String> answers = new LinkedHashMap<>();
        try (RawClient client = RawClient.session(server.port())) {
            long last = client.call(Op.EXISTS, Requests.read("/", false)).zxid();
            for (Map.Entry<String, Request> step : steps().entrySet()) {
                Request request = step.getValue();
                Reply reply = client.call(request.type, request.body);
                String zxid = reply.zxid() == 0 ? "0" : "+" + (reply.zxid() - last);
                last = Math.max(last, reply.zxid());
                answers.put(step.getKey(), reply.err() + " zxid " + zxid);
            }
        }
        return answers;
    }

    private static Map<String, Request> steps() {
        Map<String, Request> steps = new LinkedHashMap<>();
        List<Integer> creates = List.of(Op.CREATE, Op.CREATE2);
        steps.put("make /ro", create("/ro", READ_ONLY, 0));
        steps.put("make /alice", create("/alice", ALICE, 0));
        steps.put("make /no-write", create("/no-write", NO_WRITE, 0));
        steps.put("make /no-admin", create("/no-admin", NO_ADMIN, 0));
        steps.put("make /no-create", create("/no-create", AclEntry.OPEN, 0));
        steps.put("make /no-create/child", create("/no-create/child", AclEntry.OPEN, 0));
        steps.put("close /no-create", new Request(Op.SET_ACL, Requests.setAcl("/no-create", NO_CREATE_DELETE, -1)));
        for (int type : creates) {
            List<String> paths = new ArrayList<>(List.of("/ro/x", "/alice/x", "/no-create/x", "/no-create/child"));
            paths.addAll(List.of("/missing/x", "/ro/x/", "/ro//x", "/ro/.", "noslash", "", "/", "/ro/\0"));
            paths.addAll(List.of("/zookeeper", "/zookeeper/quota", "/zookeeper/config", "/zookeeper/config/x"));
            for (String path : paths) {
                steps.put(type + " create " + path, new Request(type, Requests.create(path, DATA, 0)));
                steps.put(
                        type + " create " + path + " with no ACL",
                        new Request(type, Requests.create(path, DATA, NONE, 0)));
                steps.put(
                        type + " create " + path + " of an unknown kind and an unknown scheme",
                        new Request(type, Requests.create(path, DATA, UNKNOWN_SCHEME, 99)));
            }
            steps.put(
                    type + " create with a null ACL",
                    new Request(
                            type,
                            out -> out.string("/ro/n").buffer(DATA).int32(-1).int32(0)));
        }
        steps.put("createTTL", new Request(Op.CREATE_TTL, Requests.createTtl("/ro/x", DATA, AclEntry.OPEN, 5, 1000)));
        steps.put("createContainer", new Request(Op.CREATE_CONTAINER, Requests.create("/ro/x", DATA, 4)));
        for (String path :
                List.of("/ro/x", "/no-create/child", "/ro", "/missing/x", "/", "/zookeeper", "", "noslash")) {
            steps.put("delete " + path, new Request(Op.DELETE, Requests.delete(path, 77)));
        }
        for (String path : List.of("/ro", "/alice", "/no-write", "/no-admin", "/missing", "/ro/", "", "noslash")) {
            steps.put("setData " + path, new Request(Op.SET_DATA, Requests.setData(path, DATA, 77)));
            steps.put("setACL " + path, new Request(Op.SET_ACL, Requests.setAcl(path, AclEntry.OPEN, 77)));
            steps.put("setACL none " + path, new Request(Op.SET_ACL, Requests.setAcl(path, NONE, 77)));
        }
        steps.put("setData config", new Request(Op.SET_DATA, Requests.setData("/zookeeper/config", DATA, -1)));
        steps.put("setACL config", new Request(Op.SET_ACL, Requests.setAcl("/zookeeper/config", NONE, -1)));
        Part forbidden = new Part(Op.SET_DATA, Requests.setData("/ro", DATA, -1));
        steps.put("multi", new Request(Op.MULTI, Requests.multi(List.of(forbidden))));
        steps.put(
                "become alice",
                new Request(Op.AUTH, Requests.auth("digest", "alice:secret".getBytes(StandardCharsets.UTF_8))));
        steps.put("setData by alice", new Request(Op.SET_DATA, Requests.setData("/alice", DATA, -1)));
        steps.put("delete by alice", new Request(Op.DELETE, Requests.delete("/alice", -1)));
        return steps;
    }

    private static Request create(String path, List<AclEntry> acl, int flags) {
        return new Request(Op.CREATE, Requests.create(path, DATA, acl, flags));
    }
}
