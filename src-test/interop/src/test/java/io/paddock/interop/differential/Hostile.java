package io.paddock.interop.differential;

import io.paddock.common.wire.WireOutput;
import io.paddock.interop.differential.Step.Request;
import io.paddock.testsupport.AclEntry;
import io.paddock.testsupport.Op;
import io.paddock.testsupport.Requests;
import io.paddock.testsupport.Requests.Body;
import io.paddock.testsupport.Requests.Part;
import java.util.Arrays;
import java.util.List;

/** Draws what no decent client sends: records cut short, impossible lengths, operations out of place. */
final class Hostile {

    private static final int UNIMPLEMENTED = -6;
    private static final int BAD_ARGUMENTS = -8;
    private static final int TOO_LONG = 1_048_576;

    private final Luck luck;
    private final Words words;
    private final Drafts drafts;
    private final Ordinary ordinary;

    Hostile(Luck luck, Words words, Drafts drafts, Ordinary ordinary) {
        this.luck = luck;
        this.words = words;
        this.drafts = drafts;
        this.ordinary = ordinary;
    }

    Request request() {
        return switch (luck.below(10)) {
            case 0, 1, 2 -> cutShort();
            case 3 -> longer();
            case 4, 5 -> impossibleLength();
            case 6 -> strangeMulti();
            case 7 -> fatal();
            case 8 -> outOfPlace();
            default -> forPaddockOnly();
        };
    }

    /** A well-formed request without its end. What remains of the header stays whole. */
    private Request cutShort() {
        Request whole = ordinary.request();
        byte[] frame = Arrays.copyOf(whole.forApache(), 8 + luck.below(Math.max(1, whole.forApache().length - 8)));
        return drafts.raw(whole.type(), frame, loosely(whole.type()), "cut to " + frame.length + ": " + whole);
    }

    /** A well-formed request with bytes behind it, which newer clients may send. */
    private Request longer() {
        Request whole = ordinary.single();
        if (whole.difference() != Difference.NONE) {
            return whole;
        }
        byte[] frame = Arrays.copyOf(whole.forApache(), whole.forApache().length + 1 + luck.below(9));
        return drafts.raw(whole.type(), frame, Difference.NONE, "longer: " + whole);
    }

    private Request impossibleLength() {
        int length = luck.oneOf(-2, -100, Integer.MIN_VALUE, Integer.MAX_VALUE, 1_000_000, 3_000_000);
        int type = luck.oneOf(Op.CREATE, Op.GET_DATA, Op.SET_DATA, Op.DELETE, Op.SYNC, Op.SET_ACL, Op.GET_EPHEMERALS);
        Body body = switch (luck.below(4)) {
            case 0 -> out -> out.int32(length).int32(1);
            case 1 -> out -> out.string("/a").int32(length);
            case 2 -> out -> out.string("/a").buffer(null).int32(luck.oneOf(1000, Integer.MAX_VALUE));
            default -> out -> out.int32(-1).int32(-1).int32(-1).int32(0);
        };
        WireOutput bytes = new WireOutput();
        body.accept(bytes);
        byte[] fixed = bytes.toByteArray();
        return drafts.different(
                type,
                out -> out.raw(fixed),
                out -> out.raw(fixed),
                loosely(type),
                "impossible length " + length + " in op " + type + ": " + Arrays.toString(fixed));
    }

    private Request strangeMulti() {
        Part create = new Part(Op.CREATE, Requests.create("/a/x", null, 0));
        Part read = new Part(Op.GET_DATA, Requests.read("/a", false));
        Body body = switch (luck.below(8)) {
            case 0 -> Requests.multi(List.of(create, read));
            case 1 -> Requests.multi(List.of(new Part(luck.oneOf(3, 6, 14, 999, 0, -1), Requests.path("/a"))));
            case 2 -> Requests.multi(List.of(new Part(Op.CREATE, Requests.create("/a/x", null, 77))));
            case 3 -> Requests.multi(List.of(new Part(Op.CREATE, Requests.create("/a/x", null, null, 0))));
            case 4 -> Requests.multi(List.of(new Part(Op.DELETE, Requests.delete(null, -1))));
            case 5 ->
                out -> out.int32(Op.CHECK).bool(false).int32(-1).string("/").int32(-1);
            case 6 -> out -> out.int32(7).bool(true).int32(5).string("behind the end");
            default -> Requests.EMPTY;
        };
        WireOutput bytes = new WireOutput();
        body.accept(bytes);
        byte[] fixed = bytes.toByteArray();
        int type = luck.oneOf(Op.MULTI, Op.MULTI, Op.MULTI_READ);
        return drafts.different(
                type,
                out -> out.raw(fixed),
                out -> out.raw(fixed),
                loosely(type),
                "strange multi(" + type + ") " + Arrays.toString(fixed));
    }

    /** Ends the connection, with an error or without a word. */
    private Request fatal() {
        return switch (luck.below(5)) {
            case 0 ->
                drafts.same(luck.oneOf(999, 10, 0, -1, Op.CHECK, 50, -11000), Requests.EMPTY, "unknown operation");
            case 1 -> drafts.raw(0, new byte[luck.below(8)], Difference.NONE, "no header");
            case 2 -> drafts.raw(0, new byte[TOO_LONG], Difference.NONE, "too long by one byte");
            case 3 ->
                drafts.same(Op.AUTH, luck.percent(50) ? Requests.EMPTY : Requests.auth("digest", null), "bad auth");
            default -> drafts.same(Op.AUTH, Requests.auth("unknown", words.data()), "auth of an unknown scheme");
        };
    }

    private Request outOfPlace() {
        return switch (luck.below(4)) {
            case 0 -> drafts.same(Op.SASL, Requests.sasl(words.data()), "sasl");
            case 1 -> drafts.same(Op.RECONFIG, Requests.reconfig("a", null, null, -1), "reconfig");
            case 2 ->
                drafts.same(
                        Op.CREATE, Requests.create("/a/big", luck.bytes(600_000), AclEntry.OPEN, 2), "a large znode");
            default -> drafts.same(Op.PING, Requests.path("/behind"), "ping with a body");
        };
    }

    private Request forPaddockOnly() {
        return switch (luck.below(3)) {
            case 0 ->
                drafts.refused(
                        Op.CREATE_TTL,
                        Requests.createTtl(words.validPath(), null, AclEntry.OPEN, luck.below(5), -1),
                        BAD_ARGUMENTS,
                        false,
                        "createTTL that kills Apache");
            case 1 ->
                drafts.refused(
                        Op.DELETE_CONTAINER, Requests.path(words.path()), UNIMPLEMENTED, true, "deleteContainer");
            default ->
                drafts.refused(
                        Op.CREATE_SESSION, out -> out.int32(30_000), UNIMPLEMENTED, true, "createSession as a request");
        };
    }

    private static Difference loosely(int type) {
        return Op.isWrite(type) ? Difference.ZXID : Difference.NONE;
    }
}
