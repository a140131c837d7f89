package io.paddock.client;

import io.paddock.client.transport.ChannelSetup;
import io.paddock.client.transport.ClientLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * What {@link ClientBuilder} has gathered, in its words. Immutable.
 *
 * @param callbackExecutor null for the shared pool
 * @param resumed null for a new session
 * @param loop null for the shared one
 */
public record ClientOptions(
        ConnectString connectString,
        Duration sessionTimeout,
        Duration connectionWait,
        boolean readOnlyAllowed,
        boolean renewed,
        Executor callbackExecutor,
        List<SessionListener> listeners,
        List<ClientBuilder.Credential> credentials,
        SessionInfo resumed,
        int outstandingMax,
        int requestBytesMax,
        int replyBytesMax,
        ClientLoop loop,
        ChannelSetup channelSetup) {}
