package io.paddock.server.session;

/**
 * The sum of the large requests in work, over all event loops (client protocol, section 1.4). Any thread; a loop calls
 * {@link #tryEnter} and {@link #leave} for large requests only, so that small ones share nothing.
 */
public interface LargeRequests {

    /** No request is large. */
    LargeRequests UNLIMITED = new LargeRequests() {
        @Override
        public int largeAboveBytes() {
            return Integer.MAX_VALUE;
        }

        @Override
        public boolean tryEnter(int bytes) {
            return true;
        }

        @Override
        public void leave(long bytes) {}
    };

    /** A request of more bytes, without the length of its frame, is large. Never changes. */
    int largeAboveBytes();

    /** False if the sum would exceed its maximum; then nothing was added. */
    boolean tryEnter(int bytes);

    /** Requests of so many bytes in all were answered, or their connection is gone. */
    void leave(long bytes);
}
