package io.paddock.client.transport;

import io.netty.channel.ChannelPipeline;

/**
 * What stands between the socket and the protocol on each new connection: the place where TLS comes in. The protocol
 * begins when the pipeline passes on {@code channelActive}; a handler that has to negotiate first holds that back.
 */
@FunctionalInterface
public interface ChannelSetup {

    /** Nothing: plain TCP. */
    ChannelSetup PLAIN = (pipeline, host, port) -> {};

    /** Adds handlers to the front part of the pipeline; host and port are those of the connect string. On the I/O thread. */
    void install(ChannelPipeline pipeline, String host, int port);
}
