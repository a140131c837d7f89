package io.paddock.server.clientport;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What piles up for clients that do not take what they were sent before, over all event loops. Reads wait for their
 * client; events and the answers to writes cannot, so they are bounded here (hazard H47). Any thread.
 */
final class UntakenOutput {

    private static final long EACH_BYTES_MAX_MIN = 4 << 20;
    private static final int HEAP_PARTS_EACH = 64;
    private static final int HEAP_PARTS_ALL = 8;

    /** A connection with less is not to blame for what waits in all. */
    private static final long BLAMELESS_BYTES = 64 << 10;

    private final long eachBytesMax;
    private final long allBytesMax;
    private final AtomicLong all = new AtomicLong();

    UntakenOutput(long eachBytesMax, long allBytesMax) {
        this.eachBytesMax = eachBytesMax;
        this.allBytesMax = allBytesMax;
    }

    /** @param heapBytes what the heap may grow to; the memory outside of it, where output waits, is as large */
    static UntakenOutput ofHeap(long heapBytes) {
        return new UntakenOutput(Math.max(EACH_BYTES_MAX_MIN, heapBytes / HEAP_PARTS_EACH), heapBytes / HEAP_PARTS_ALL);
    }

    /** What waits for one connection has changed. Answers null, or why that connection is to be closed. */
    String change(long bytesBefore, long bytesNow) {
        long sum = all.addAndGet(bytesNow - bytesBefore);
        if (bytesNow > eachBytesMax) {
            return bytesNow + " bytes of events and answers wait behind output that it does not take, more than "
                    + eachBytesMax;
        } else if (bytesNow > BLAMELESS_BYTES && sum > allBytesMax) {
            return bytesNow + " bytes of events and answers wait behind output that it does not take, and with those of"
                    + " other such connections more than " + allBytesMax;
        }
        return null;
    }

    long bytes() {
        return all.get();
    }
}
