package io.paddock.interop.differential;

import java.util.List;

/** One thing that happens to both servers. A slot is a place for a connection; there are a few of them. */
sealed interface Step {

    /** The slot that acts. */
    int slot();

    /** Requests on one connection, sent in one write. */
    record Send(int slot, List<Request> requests) implements Step {}

    /** A connection with a new session. */
    record Open(int slot, int timeoutMs) implements Step {}

    /** The connection breaks; the session lives on. */
    record Drop(int slot) implements Step {}

    /** A new connection resumes the session that this slot had last, having seen the newest zxid or none. */
    record Resume(int slot, boolean newestSeen) implements Step {}

    /** A new connection in this slot resumes the session of another slot, whose connection is closed by that. */
    record TakeOver(int slot, int victim) implements Step {}

    /** A new connection asks for the session that this slot had last, with a wrong password. */
    record WrongPassword(int slot) implements Step {}

    /**
     * A request as bytes, without length. The two frames are the same but for zxids, which each server must be told in
     * its own numbers.
     *
     * @param refusal with {@link Difference#NOT_FOR_APACHE}: the error that we must answer
     * @param closes with {@link Difference#NOT_FOR_APACHE}: whether we must close the connection then
     */
    record Request(
            int xid,
            int type,
            byte[] forApache,
            byte[] forPaddock,
            Difference difference,
            int refusal,
            boolean closes,
            String text) {

        @Override
        public String toString() {
            return "xid " + xid + " " + text;
        }
    }
}
