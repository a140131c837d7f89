package io.paddock.server.runtime;

/** Clients are to authenticate by a scheme that this server does not have: none of them could ever send a request. */
public final class UnavailableScheme extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnavailableScheme(String scheme) {
        super("Authentication scheme " + scheme + " is not available. Turn it on with authProvider.<any>=<its class>,"
                + " or take it out of enforce.auth.schemes (sasl also stands for sessionRequireClientSASLAuth).");
    }
}
