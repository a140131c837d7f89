package io.paddock.server.session;

/** The transport of one client. Called by the event loop that owns both. */
public interface ClientLink {

    /** Queues a copy of these bytes. */
    void send(byte[] bytes, int from, int length);

    void flush();

    /** False while what was flushed waits for the client to take it. {@link SessionShard#onWritable} tells the change. */
    boolean isWritable();

    /**
     * True if the client has taken some of the output that waited for it at the last call: then it lives, though what it
     * sends may not be read meanwhile.
     */
    boolean tookOutput();

    /** Closes once everything that was flushed has left. */
    void close();

    /** Whether more bytes are wanted. Frames that have arrived already may still be delivered. */
    void wantFrames(boolean wanted);
}
