package io.paddock.server.election;

import io.paddock.common.wire.MalformedRecord;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The first bytes of a connection to the election port: form int64 (negative), sid int64, length int32, the sender's
 * election addresses. The oldest form is the sid alone (specification, quorum protocol 4.2).
 *
 * @param addresses {@code host:port}, empty in the oldest form
 */
public record Greeting(long sid, List<String> addresses) {

    /** One address. The only form that servers before 3.6 understand. */
    private static final long ONE_ADDRESS = -65536;

    private static final long SEVERAL_ADDRESSES = -65535;

    public static final int ADDRESS_BYTES_MAX = 2048;

    /** From here on the length of the whole greeting is known, see {@link #bytes}. */
    public static final int PREFIX_BYTES = 20;

    public Greeting {
        addresses = List.copyOf(addresses);
    }

    /**
     * How many bytes a greeting has that starts so.
     *
     * @param start at least 8 bytes
     * @return -1 if more of the start is needed to tell
     * @throws MalformedRecord if it is none
     */
    public static int bytes(byte[] start) {
        WireInput in = new WireInput(start);
        long form = in.int64();
        if (form >= 0) {
            return Long.BYTES;
        }
        needForm(form);
        if (start.length < PREFIX_BYTES) {
            return -1;
        }
        in.int64();
        return PREFIX_BYTES + length(in.int32());
    }

    /** Throws {@link MalformedRecord}. */
    public static Greeting read(byte[] bytes) {
        WireInput in = new WireInput(bytes);
        long form = in.int64();
        if (form >= 0) {
            return new Greeting(form, List.of());
        }
        needForm(form);
        long sid = in.int64();
        int length = length(in.int32());
        in.skip(length);
        String text = new String(bytes, PREFIX_BYTES, length, StandardCharsets.UTF_8);
        return new Greeting(sid, List.of(text.split("\\|")));
    }

    public byte[] toBytes() {
        byte[] text = String.join("|", addresses).getBytes(StandardCharsets.UTF_8);
        WireOutput out = new WireOutput(PREFIX_BYTES + text.length);
        out.int64(addresses.size() > 1 ? SEVERAL_ADDRESSES : ONE_ADDRESS)
                .int64(sid)
                .buffer(text);
        return out.toByteArray();
    }

    private static void needForm(long form) {
        if (form != ONE_ADDRESS && form != SEVERAL_ADDRESSES) {
            throw new MalformedRecord("a connection to the election port starts with the unknown form " + form);
        }
    }

    private static int length(int length) {
        if (length < 1 || length > ADDRESS_BYTES_MAX) {
            throw new MalformedRecord(
                    "the addresses of a peer take " + length + " bytes, not 1 to " + ADDRESS_BYTES_MAX);
        }
        return length;
    }
}
