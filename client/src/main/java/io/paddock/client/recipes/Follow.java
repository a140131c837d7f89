package io.paddock.client.recipes;

import io.paddock.client.Client;
import io.paddock.client.DidNotHappenException;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;

/** What those who follow znodes share. */
final class Follow {

    private Follow() {}

    /** Why a watch has ended that should have stayed. */
    static DidNotHappenException watchEnded(Client client, String path) {
        return client.isEnded()
                ? new DidNotHappenException(
                        ErrorCode.SESSION_EXPIRED,
                        OpCode.ADD_WATCH,
                        path,
                        "it is followed no more: the client has ended")
                : new DidNotHappenException(
                        ErrorCode.NO_WATCHER,
                        OpCode.ADD_WATCH,
                        path,
                        "it is followed no more: the application has removed the watches on this path");
    }
}
