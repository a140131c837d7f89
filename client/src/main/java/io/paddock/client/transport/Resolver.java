package io.paddock.client.transport;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;

/** Turns a host into an address, at each attempt anew. Usable by any thread. */
public final class Resolver {

    private final Executor executor;

    /** Looking up a name can take long: it is done on this executor. */
    public Resolver(Executor executor) {
        this.executor = executor;
    }

    /** One of the addresses, at random; fails with an {@link UnknownHostException} inside. */
    public CompletableFuture<InetSocketAddress> resolve(String host, int port) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        if (literal != null) {
            try {
                return CompletableFuture.completedFuture(
                        new InetSocketAddress(InetAddress.getByAddress(host, literal), port));
            } catch (UnknownHostException e) {
                return CompletableFuture.failedFuture(e);
            }
        }
        CompletableFuture<InetSocketAddress> found = new CompletableFuture<>();
        executor.execute(() -> {
            try {
                InetAddress[] all = InetAddress.getAllByName(host);
                found.complete(
                        new InetSocketAddress(all[ThreadLocalRandom.current().nextInt(all.length)], port));
            } catch (UnknownHostException e) {
                found.completeExceptionally(e);
            }
        });
        return found;
    }
}
