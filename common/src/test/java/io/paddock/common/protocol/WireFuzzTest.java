package io.paddock.common.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.paddock.common.OpCode;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.common.wire.WireInput;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random and damaged frames: reading them ends in a record or in {@link MalformedRecord}, and allocates in proportion to
 * their bytes. Repeat a run with {@code -Dseed}.
 */
@Timeout(60)
class WireFuzzTest {

    private static final int FRAMES = 100_000;
    private static final int ALLOCATED_BYTES_PER_BYTE_MAX = 32;
    private static final int ALLOCATED_BYTES_FIXED_MAX = 4_096;
    private static final int[] EXTREMES = {
        Integer.MIN_VALUE, -2, -1, 0, 1, 2, 14, 22, 255, 65_536, 1 << 28, Integer.MAX_VALUE - 8, Integer.MAX_VALUE
    };

    private static final List<OpCode> OPERATIONS = Arrays.stream(OpCode.values())
            .filter(op -> op.kind() != OpCode.Kind.INTERNAL || op == OpCode.CHECK)
            .toList();

    /** What reads a frame; the bytes of a request or reply begin behind its header. */
    private static final List<Consumer<WireInput>> HANDSHAKE =
            List.of(ConnectRequest::read, ConnectResponse::read, WatcherEvent::read, MultiHeader::read);

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void randomBytesAreMalformedAtWorst() {
        for (int i = 0; i < FRAMES; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            for (int extremes = random.nextInt(4); extremes > 0; extremes--) {
                putExtreme(bytes);
            }
            readSomehow(bytes);
        }
    }

    @Test
    void damagedFramesAreMalformedAtWorst() {
        List<byte[]> bodies = Fixture.all().stream()
                .flatMap(fixture -> fixture.frames().stream())
                .map(frame -> withoutHeader(frame))
                .toList();
        for (int i = 0; i < FRAMES; i++) {
            byte[] bytes = bodies.get(random.nextInt(bodies.size())).clone();
            for (int damages = 1 + random.nextInt(4); damages > 0; damages--) {
                bytes = damaged(bytes, bodies.get(random.nextInt(bodies.size())));
            }
            readSomehow(bytes);
        }
    }

    @Test
    void aLargeFrameOfTheSmallestElementsIsReadInProportion() {
        byte[] frame = new byte[1 << 20]; // Zeros are empty strings, empty vectors and headers of type 0.
        for (OpCode op : OPERATIONS) {
            read(frame, in -> ClientRequest.read(op, in), op);
        }
        for (int at = 0; at <= 16; at += 4) { // An announced count at each place where one may stand.
            byte[] counted = frame.clone();
            counted[at + 1] = 0x02;
            for (OpCode op : OPERATIONS) {
                read(counted, in -> ClientRequest.read(op, in), op);
                read(counted, in -> ServerReply.read(op, in), op);
            }
        }
    }

    private void readSomehow(byte[] bytes) {
        OpCode op = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
        read(bytes, in -> ClientRequest.read(op, in), op);
        read(bytes, in -> ServerReply.read(op, in), op);
        read(bytes, HANDSHAKE.get(random.nextInt(HANDSHAKE.size())), "handshake");
    }

    private void read(byte[] bytes, Consumer<WireInput> reader, Object what) {
        long allowed = ALLOCATED_BYTES_FIXED_MAX + (long) ALLOCATED_BYTES_PER_BYTE_MAX * bytes.length;
        if (allocatedBytes(bytes, reader, what) > allowed) {
            // The first time may have loaded classes.
            long allocated = allocatedBytes(bytes, reader, what);
            assertThat(allocated).as(repeat(what, bytes)).isLessThanOrEqualTo(allowed);
        }
    }

    private long allocatedBytes(byte[] bytes, Consumer<WireInput> reader, Object what) {
        WireInput in = new WireInput(bytes);
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            reader.accept(in);
        } catch (MalformedRecord expected) {
            // The only way to fail.
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError(repeat(what, bytes), e);
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private String repeat(Object what, byte[] bytes) {
        return what + " of " + bytes.length + " bytes; repeat with -Dseed=" + seed;
    }

    private byte[] damaged(byte[] bytes, byte[] other) {
        if (bytes.length == 0) {
            return other.clone();
        }
        switch (random.nextInt(5)) {
            case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            case 2 -> putExtreme(bytes);
            case 3 -> {
                return Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            default -> {
                int kept = random.nextInt(bytes.length);
                byte[] joined = Arrays.copyOf(bytes, kept + other.length);
                System.arraycopy(other, 0, joined, kept, other.length);
                return joined;
            }
        }
        return bytes;
    }

    private void putExtreme(byte[] bytes) {
        if (bytes.length >= Integer.BYTES) {
            int value = EXTREMES[random.nextInt(EXTREMES.length)];
            int at = random.nextInt(bytes.length - Integer.BYTES + 1);
            for (int i = 0; i < Integer.BYTES; i++) {
                bytes[at + i] = (byte) (value >> 24 - 8 * i);
            }
        }
    }

    private static byte[] withoutHeader(Fixture.Frame frame) {
        byte[] body = frame.body();
        if (frame.title().startsWith("Connect")) {
            return body;
        }
        return Arrays.copyOfRange(body, frame.fromClient() ? RequestHeader.BYTES : ReplyHeader.BYTES, body.length);
    }
}
