package io.paddock.interop.differential;

import io.paddock.interop.differential.Step.Drop;
import io.paddock.interop.differential.Step.Open;
import io.paddock.interop.differential.Step.Request;
import io.paddock.interop.differential.Step.Resume;
import io.paddock.interop.differential.Step.Send;
import io.paddock.interop.differential.Step.TakeOver;
import io.paddock.interop.differential.Step.WrongPassword;
import io.paddock.testsupport.AclEntry;
import io.paddock.testsupport.Op;
import io.paddock.testsupport.Requests;
import io.paddock.testsupport.Requests.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws the next step. The seed and what the servers answered decide, so a run repeats as long as the servers do. Slot 0
 * belongs to the super user, who keeps the tree from freezing under its ACLs.
 */
final class Generator {

    static final int SUPER_SLOT = 0;
    static final int SLOTS = 5;

    private static final int ROUND = 97;

    private final Luck luck;
    private final Words words;
    private final Drafts drafts;
    private final Ordinary ordinary;
    private final Hostile hostile;
    private final boolean enforcedQuotas;
    private final boolean[] connected = new boolean[SLOTS];
    private final boolean[] hasSession = new boolean[SLOTS];
    private int steps;

    Generator(long seed, Correspondence known, boolean enforcedQuotas) {
        this.luck = new Luck(seed);
        this.words = new Words(luck);
        this.drafts = new Drafts(luck);
        this.ordinary = new Ordinary(luck, words, drafts, known);
        this.hostile = new Hostile(luck, words, drafts, ordinary);
        this.enforcedQuotas = enforcedQuotas;
    }

    /** A name that a server gave to a sequential node. */
    void remember(String path) {
        words.remember(path);
    }

    /** Whether this slot has a connection now. */
    void connected(int slot, boolean yes) {
        connected[slot] = yes;
    }

    /** Whether this slot has a session that may still live. */
    void session(int slot, boolean yes) {
        hasSession[slot] = yes;
    }

    Step next() {
        steps++;
        if (!connected[SUPER_SLOT]) {
            steps = 0;
            return new Open(SUPER_SLOT, 300_000);
        }
        if (steps % ROUND == 1) {
            return one(
                    SUPER_SLOT,
                    drafts.same(
                            Op.AUTH, Requests.auth("digest", Words.utf8("super:secret")), "auth of the super user"));
        }
        if (steps % ROUND == 2) {
            return one(SUPER_SLOT, drafts.same(Op.SET_ACL, Requests.setAcl("/", AclEntry.OPEN, -1), "setACL / open"));
        }
        int slot = luck.percent(8) ? SUPER_SLOT : 1 + luck.below(SLOTS - 1);
        return connected[slot] ? onConnection(slot) : reconnection(slot);
    }

    private Step onConnection(int slot) {
        int lot = luck.below(100);
        if (lot < 4 && slot != SUPER_SLOT) {
            return ofSession(slot);
        }
        if (lot < 14 && !enforcedQuotas) {
            return burst(slot);
        }
        if (lot < 24) {
            return one(slot, hostile.request());
        }
        if (lot < 27) {
            return one(slot, quota());
        }
        // What a multi does to a quota that is enforced is better defined on our side, so it is not compared.
        return one(slot, enforcedQuotas ? ordinary.single() : ordinary.request());
    }

    private Step reconnection(int slot) {
        // A session is never just forgotten: it would expire at some moment of its own on each side.
        if (!hasSession[slot]) {
            return new Open(slot, luck.oneOf(300_000, 300_000, 1, -1, 40_000_000));
        }
        return luck.percent(10) ? new WrongPassword(slot) : new Resume(slot, luck.percent(70));
    }

    private Step ofSession(int slot) {
        switch (luck.below(5)) {
            case 0:
                return new Drop(slot);
            case 1:
                int victim = 1 + luck.below(SLOTS - 1);
                return victim != slot && connected[victim] ? new TakeOver(slot, victim) : new Drop(slot);
            case 2:
                return one(slot, drafts.same(Op.CLOSE_SESSION, Requests.EMPTY, "closeSession"));
            default:
                Words.Auth auth = words.auth();
                return one(
                        slot, drafts.same(Op.AUTH, Requests.auth(auth.scheme(), auth.data()), "auth " + auth.scheme()));
        }
    }

    private Step burst(int slot) {
        List<Request> requests = new ArrayList<>();
        for (int count = 2 + luck.below(6); count > 0; count--) {
            Request request = ordinary.request();
            // Apache judges what follows a setACL in the pipeline by the old list, as long as it has not applied the
            // new one.
            if (request.difference() == Difference.NONE && request.type() != Op.SET_ACL) {
                requests.add(request);
            }
        }
        if (requests.isEmpty()) {
            return one(slot, ordinary.single());
        }
        // A container that was asked for with ephemeral flags is none to Apache as long as it has not applied it.
        boolean container = requests.stream().anyMatch(request -> request.type() == Op.CREATE_CONTAINER);
        if (luck.percent(5) && !container) {
            requests.add(drafts.same(Op.CLOSE_SESSION, Requests.EMPTY, "closeSession"));
        }
        return new Send(slot, requests);
    }

    /**
     * Two quotas side by side: nested ones are counted differently (server semantics, section 7). Their two parts come and
     * go together, as tools do it: else Apache's usage depends on the order.
     */
    private Request quota() {
        String quota = "/zookeeper/quota" + luck.oneOf("/a", "/b");
        String limits = quota + "/zookeeper_limits";
        String usage = quota + "/zookeeper_stats";
        return switch (luck.below(9)) {
            case 0, 1 -> create(quota, "");
            case 2, 3 -> create(limits, limit(), usage);
            case 4 -> drafts.same(Op.SET_DATA, Requests.setData(limits, Words.utf8(limit()), -1), "setData " + limits);
            case 5 ->
                drafts.same(
                        Op.MULTI,
                        Requests.multi(List.of(
                                new Part(Op.DELETE, Requests.delete(limits, -1)),
                                new Part(Op.DELETE, Requests.delete(usage, -1)))),
                        "delete of both parts of " + quota);
            default -> drafts.same(Op.GET_DATA, Requests.read(usage, false), "getData " + usage);
        };
    }

    private String limit() {
        return luck.oneOf(
                "count=4,bytes=100",
                "count=-1,bytes=-1=;byteHardLimit=120;countHardLimit=8",
                "count=2,bytes=-1=;countHardLimit=5",
                "count=-1,bytes=-1");
    }

    private Request create(String limits, String limit, String usage) {
        return drafts.same(
                Op.MULTI,
                Requests.multi(List.of(
                        new Part(Op.CREATE, Requests.create(limits, Words.utf8(limit), 0)),
                        new Part(Op.CREATE, Requests.create(usage, Words.utf8("count=0,bytes=0"), 0)))),
                "create " + limits + " " + limit + " with " + usage);
    }

    private Request create(String path, String data) {
        return drafts.same(Op.CREATE, Requests.create(path, Words.utf8(data), 0), "create " + path + " " + data);
    }

    private static Step one(int slot, Request request) {
        return new Send(slot, List.of(request));
    }
}
