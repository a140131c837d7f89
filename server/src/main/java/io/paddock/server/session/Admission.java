package io.paddock.server.session;

/** Judges connect requests before anything is done for them. All event loops ask the same one: any thread may ask. */
@FunctionalInterface
public interface Admission {

    /** An answer of {@link #admit}: the connection is to be closed without a reply. */
    int REFUSED = -1;

    /** Lets everybody in. */
    Admission OPEN = resumes -> 0;

    /**
     * @param resumes the client wants to go on with a session; else it wants a new one
     * @return {@link #REFUSED}, or how far below its limit the throttle is now: 0 or more, in its tokens
     */
    int admit(boolean resumes);
}
