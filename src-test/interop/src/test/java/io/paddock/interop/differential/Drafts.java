package io.paddock.interop.differential;

import io.paddock.interop.differential.Step.Request;
import io.paddock.testsupport.Requests;
import io.paddock.testsupport.Requests.Body;

/** Turns bodies into requests and numbers them: mostly upwards, as clients do, sometimes as no client does. */
final class Drafts {

    private final Luck luck;
    private int lastXid;

    Drafts(Luck luck) {
        this.luck = luck;
    }

    /** A request that both servers must answer alike. */
    Request same(int type, Body body, String text) {
        return different(type, body, body, Difference.NONE, text);
    }

    /** A request that may be answered differently in this respect, and is told each server in its own numbers. */
    Request different(int type, Body forApache, Body forPaddock, Difference difference, String text) {
        int xid = luck.percent(97) ? ++lastXid : luck.oneOf(0, lastXid, Integer.MAX_VALUE, -1000);
        return new Request(
                xid,
                type,
                Requests.frame(xid, type, forApache),
                Requests.frame(xid, type, forPaddock),
                difference,
                0,
                false,
                text);
    }

    /** A request that must never reach Apache, and the refusal that we owe. */
    Request refused(int type, Body body, int refusal, boolean closes, String text) {
        int xid = ++lastXid;
        byte[] frame = Requests.frame(xid, type, body);
        return new Request(xid, type, frame, frame, Difference.NOT_FOR_APACHE, refusal, closes, text);
    }

    /** Bytes that may be no request at all. */
    Request raw(int type, byte[] frame, Difference difference, String text) {
        return new Request(++lastXid, type, frame, frame, difference, 0, false, text);
    }
}
