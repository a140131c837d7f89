package io.paddock.client.session;

import io.paddock.client.Client;
import io.paddock.client.ClientOptions;

/** The client that works with a session at a server. */
public abstract class SessionClient implements Client {

    /** A client that begins to connect now. */
    public static Client open(ClientOptions options) {
        throw new UnsupportedOperationException("not there yet: " + options.connectString());
    }
}
