package io.paddock.server.clientport;

import io.paddock.server.session.LargeRequests;
import java.util.concurrent.atomic.AtomicLong;

/** The bytes of large requests in work. Any thread. */
public final class LargeRequestSum implements LargeRequests {

    private final int largeAboveBytes;
    private final long bytesMax;
    private final AtomicLong bytesInWork = new AtomicLong();

    public LargeRequestSum(int largeAboveBytes, long bytesMax) {
        this.largeAboveBytes = largeAboveBytes;
        this.bytesMax = bytesMax;
    }

    @Override
    public int largeAboveBytes() {
        return largeAboveBytes;
    }

    @Override
    public boolean tryEnter(int bytes) {
        if (bytesInWork.addAndGet(bytes) > bytesMax) {
            bytesInWork.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    @Override
    public void leave(long bytes) {
        long left = bytesInWork.addAndGet(-bytes);
        assert left >= 0 : "more large requests have left than entered: " + left;
    }
}
