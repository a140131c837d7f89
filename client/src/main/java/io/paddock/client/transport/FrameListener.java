package io.paddock.client.transport;

import io.paddock.common.wire.WireInput;

/** What one connection tells. Every method is called on the I/O thread. */
public interface FrameListener {

    /** The connection is up, TLS included: frames can be sent. */
    void onActive(FrameChannel channel);

    /** A frame came; the input is valid during the call. */
    void onFrame(WireInput frame);

    /** A frame of this length came that is longer than allowed; shown is its beginning, the rest is read over. */
    void onOversizedFrame(WireInput beginning, int length);

    /** All that had arrived was handed over. */
    void onBurstEnd();

    /** What was to be sent has gone out far enough to send more. */
    void onWritable();

    /** The connection is gone, or could not be made. The last call. */
    void onClosed(String why);
}
