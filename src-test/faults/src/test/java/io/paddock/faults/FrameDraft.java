package io.paddock.faults;

import io.paddock.testsupport.AclEntry;
import io.paddock.testsupport.Op;
import io.paddock.testsupport.Requests;
import io.paddock.testsupport.Requests.Body;
import io.paddock.testsupport.Requests.Part;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Draws requests of every kind and damages most of them. */
final class FrameDraft {

    private static final int[] EXTREMES = {
        Integer.MIN_VALUE, -2, -1, 0, 1, 2, 5, 14, 255, 65_536, 1_048_575, 1 << 28, Integer.MAX_VALUE
    };
    private static final List<String> PATHS = List.of(
            "/fuzz",
            "/fuzz/a",
            "/fuzz/a/b",
            "/fuzz/c",
            "/zookeeper/quota/fuzz",
            "/zookeeper/quota/fuzz/zookeeper_limits",
            "/zookeeper/quota/fuzz/zookeeper_stats",
            "/zookeeper/config",
            "/",
            "");

    private final SplittableRandom random;

    FrameDraft(SplittableRandom random) {
        this.random = random;
    }

    /** A whole request frame, without its length. */
    byte[] frame() {
        int type = type();
        byte[] frame = Requests.frame(random.nextInt(1000), type, body(type));
        return random.nextInt(4) == 0 ? frame : damaged(frame);
    }

    byte[] damaged(byte[] frame) {
        byte[] damaged = frame.clone();
        for (int damages = 1 + random.nextInt(3); damages > 0 && damaged.length > 0; damages--) {
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(6)) {
                case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> damaged[at] = (byte) random.nextInt();
                case 2, 3 -> putExtreme(damaged);
                case 4 -> damaged = Arrays.copyOf(damaged, at);
                default -> damaged = Arrays.copyOf(damaged, damaged.length + 1 + random.nextInt(20));
            }
        }
        return damaged;
    }

    private void putExtreme(byte[] bytes) {
        if (bytes.length >= Integer.BYTES) {
            int value = EXTREMES[random.nextInt(EXTREMES.length)];
            ByteBuffer.wrap(bytes).putInt(random.nextInt(bytes.length - Integer.BYTES + 1), value);
        }
    }

    private int type() {
        int type = random.nextInt(24);
        return switch (type) {
            case 0 -> Op.AUTH;
            case 10 -> Op.ADD_WATCH;
            case 17 -> Op.CHECK_WATCHES;
            case 20 -> Op.GET_EPHEMERALS;
            case 22 -> Op.MULTI_READ;
            case 23 -> Op.SET_WATCHES + (random.nextBoolean() ? 0 : 4);
            default -> type;
        };
    }

    private Body body(int type) {
        return switch (type) {
            case Op.CREATE, Op.CREATE2, Op.CREATE_CONTAINER -> Requests.create(path(), data(), acl(), flags());
            case Op.CREATE_TTL ->
                Requests.createTtl(path(), data(), acl(), random.nextInt(7), random.nextLong(-2, 1L << 41));
            case Op.DELETE -> Requests.delete(path(), random.nextInt(-1, 2));
            case Op.SET_DATA -> Requests.setData(path(), data(), random.nextInt(-1, 2));
            case Op.SET_ACL -> Requests.setAcl("/fuzz/c", acl(), random.nextInt(-1, 2));
            case Op.EXISTS, Op.GET_DATA, Op.GET_CHILDREN, Op.GET_CHILDREN2 ->
                Requests.read(path(), random.nextBoolean());
            case Op.CHECK, Op.CHECK_WATCHES, Op.REMOVE_WATCHES, Op.ADD_WATCH ->
                Requests.pathAndNumber(path(), random.nextInt(7));
            case Op.MULTI -> Requests.multi(List.of(part(Op.CREATE), part(Op.SET_DATA), part(Op.CHECK)));
            case Op.MULTI_READ -> Requests.multi(List.of(part(Op.GET_DATA), part(Op.GET_CHILDREN)));
            case Op.SET_WATCHES -> Requests.setWatches(random.nextInt(3), paths(), paths(), paths());
            case Op.SET_WATCHES2 ->
                Requests.setWatches2(random.nextInt(3), paths(), paths(), paths(), paths(), paths());
            case Op.AUTH -> Requests.auth(random.nextBoolean() ? "digest" : "ip", new byte[] {'a', ':', 'b'});
            case Op.RECONFIG -> Requests.reconfig(path(), null, path(), -1);
            default -> Requests.path(path());
        };
    }

    private Part part(int type) {
        return new Part(type, body(type));
    }

    private String path() {
        return PATHS.get(random.nextInt(PATHS.size()));
    }

    private List<String> paths() {
        return List.of(path(), path());
    }

    private List<AclEntry> acl() {
        return switch (random.nextInt(8)) {
            case 0 -> List.of(AclEntry.digest(AclEntry.ALL, "a", "b"), AclEntry.OPEN.get(0));
            case 1 -> List.of(new AclEntry(AclEntry.ALL, "auth", ""));
            case 2 -> List.of();
            default -> AclEntry.OPEN;
        };
    }

    /** Few sequential ones: the tree is to stay small. */
    private int flags() {
        return random.nextInt(50) == 0 ? random.nextInt(8) : random.nextInt(2);
    }

    private byte[] data() {
        byte[] data = random.nextInt(10) == 0 ? null : new byte[random.nextInt(40)];
        if (data != null) {
            random.nextBytes(data);
        }
        return data;
    }
}
