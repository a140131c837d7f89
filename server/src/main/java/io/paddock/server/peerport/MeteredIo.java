package io.paddock.server.peerport;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;

/** Looks at sockets as the handler that it is made of; knows how often, and how long it has waited. Owned by its loop. */
final class MeteredIo implements IoHandler {

    private final IoHandler handler;
    private final Meter meter = new Meter();
    private long looks;
    private long waitedNanos;

    MeteredIo(IoHandler handler) {
        this.handler = handler;
    }

    long looks() {
        return looks;
    }

    /** Nanoseconds in which it has waited for something to come. */
    long waitedNanos() {
        return waitedNanos;
    }

    @Override
    public void initialize() {
        handler.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        meter.context = context;
        meter.activeNanos = 0;
        long startNanos = System.nanoTime();
        int handled = handler.run(meter);
        waitedNanos += System.nanoTime() - startNanos - meter.activeNanos;
        looks++;
        return handled;
    }

    @Override
    public void prepareToDestroy() {
        handler.prepareToDestroy();
    }

    @Override
    public void destroy() {
        handler.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return handler.register(handle);
    }

    @Override
    public void wakeup() {
        handler.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
        return handler.isCompatible(type);
    }

    private static final class Meter implements IoHandlerContext {

        private IoHandlerContext context;
        private long activeNanos;

        @Override
        public boolean canBlock() {
            return context.canBlock();
        }

        @Override
        public long delayNanos(long nowNanos) {
            return context.delayNanos(nowNanos);
        }

        @Override
        public long deadlineNanos() {
            return context.deadlineNanos();
        }

        @Override
        public boolean shouldReportActiveIoTime() {
            return true;
        }

        @Override
        public void reportActiveIoTime(long nanos) {
            activeNanos += nanos;
        }
    }
}
