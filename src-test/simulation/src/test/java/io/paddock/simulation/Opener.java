package io.paddock.simulation;

import io.paddock.server.replica.SessionOpened;

/** Somebody who has connected to a peer and waits for a session. */
interface Opener {

    void onOpened(SimPeer by, SessionOpened opened);
}
