package io.paddock.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import io.paddock.interop.Fixture.Field;
import io.paddock.interop.Fixture.Frame;
import io.paddock.testsupport.Op;
import io.paddock.testsupport.RawClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Leads a recorded conversation with a live server and compares every byte that can be compared: what belongs to the
 * recorded run (zxids, session ids, passwords, times) is translated, and the translation must be consistent.
 */
final class FixtureReplay {

    private static final HexFormat HEX = HexFormat.of();

    private final TreeMap<Long, Long> zxids = new TreeMap<>();
    private final Map<Long, RawClient.Session> sessions = new HashMap<>();
    private final Map<Integer, Integer> requestTypes = new HashMap<>();

    FixtureReplay() {
        zxids.put(-1L, -1L);
        zxids.put(0L, 0L);
    }

    /** The recorded run's zxid means this one in the live run. */
    FixtureReplay zxid(long recorded, long live) {
        zxids.put(recorded, live);
        return this;
    }

    /** The recorded run's session means this one in the live run. */
    FixtureReplay session(long recorded, RawClient.Session live) {
        sessions.put(recorded, live);
        return this;
    }

    /** Sends the recorded requests and compares the replies as they come. */
    void replay(String name, RawClient client) throws IOException {
        for (Frame frame : Fixture.load(name).frames()) {
            switch (frame.direction()) {
                case REQUEST -> client.sendRaw(translate(frame));
                case REPLY -> compare(name, frame, client.receive());
                case END -> client.awaitEnd();
            }
        }
    }

    private byte[] translate(Frame frame) {
        List<Field> fields = frame.fields();
        ByteBuffer out = ByteBuffer.allocate(frame.bytes().length);
        long sessionId = 0;
        for (Field field : fields) {
            switch (field.name()) {
                case "sessionId" -> {
                    sessionId = int64(field.bytes());
                    out.putLong(
                            sessions.containsKey(sessionId)
                                    ? sessions.get(sessionId).id()
                                    : sessionId);
                }
                case "passwd (16 bytes)" ->
                    out.put(
                            Arrays.equals(field.bytes(), passwordOf(sessionId)) && sessions.containsKey(sessionId)
                                    ? sessions.get(sessionId).password()
                                    : field.bytes());
                case "lastZxidSeen", "relativeZxid" ->
                    out.putLong(zxids.getOrDefault(int64(field.bytes()), int64(field.bytes())));
                default -> out.put(field.bytes());
            }
        }
        if (fields.size() > 2 && fields.get(1).name().equals("xid")) {
            requestTypes.put(int32(fields.get(1).bytes()), int32(fields.get(2).bytes()));
        }
        return out.array();
    }

    private void compare(String name, Frame recorded, byte[] liveFrame) {
        assertThat(liveFrame)
                .as("%s: a reply, not the end of the connection", name)
                .isNotNull();
        byte[] expected = sorted(recorded.bytes());
        byte[] live = sorted(ByteBuffer.allocate(4 + liveFrame.length)
                .putInt(liveFrame.length)
                .put(liveFrame)
                .array());
        assertThat(HEX.formatHex(live)).as("%s: the length of a reply", name).hasSameSizeAs(HEX.formatHex(expected));
        int at = 0;
        for (Field field : recorded.fields()) {
            int end = at + field.bytes().length;
            compare(
                    name + ": " + field.name(),
                    field.name(),
                    Arrays.copyOfRange(expected, at, end),
                    Arrays.copyOfRange(live, at, end));
            at = end;
        }
    }

    private void compare(String what, String field, byte[] expected, byte[] live) {
        switch (field) {
            case "zxid", "stat.czxid", "stat.mzxid", "stat.pzxid" -> compareZxid(what, int64(expected), int64(live));
            case "stat.ctime", "stat.mtime" ->
                assertThat(int64(live) == 0).as(what).isEqualTo(int64(expected) == 0);
            case "sessionId" ->
                sessions.merge(
                        int64(expected),
                        new RawClient.Session(0, int64(live), passwordOf(int64(live))),
                        (known, found) -> {
                            assertThat(found.id()).as(what).isEqualTo(known.id());
                            return known;
                        });
            case "passwd (16 bytes)" ->
                assertThat(live)
                        .as(what)
                        .isIn(sessions.values().stream()
                                .map(RawClient.Session::password)
                                .toArray());
            case "stat.ephemeralOwner" ->
                assertThat(int64(live))
                        .as(what)
                        .isEqualTo(
                                int64(expected) == 0
                                        ? 0
                                        : sessions.get(int64(expected)).id());
            default -> assertThat(HEX.formatHex(live)).as(what).isEqualTo(HEX.formatHex(expected));
        }
    }

    /** One live zxid for each recorded one, in the same order. */
    private void compareZxid(String what, long expected, long live) {
        if (zxids.containsKey(expected)) {
            assertThat(live).as(what).isEqualTo(zxids.get(expected));
            return;
        }
        Map.Entry<Long, Long> before = zxids.lowerEntry(expected);
        Map.Entry<Long, Long> after = zxids.higherEntry(expected);
        assertThat(live).as(what).isGreaterThan(before.getValue());
        if (after != null) {
            assertThat(live).as(what).isLessThan(after.getValue());
        }
        zxids.put(expected, live);
    }

    /** The frame with the lists whose order is free put in order. */
    private byte[] sorted(byte[] frame) {
        WireInput in = new WireInput(frame);
        in.skip(4);
        Integer type = requestTypes.get(in.int32());
        if (type == null || frame.length <= 20) {
            return frame;
        }
        in.skip(12);
        WireOutput out = new WireOutput(frame.length).raw(frame, 0, 20);
        switch (type) {
            case Op.GET_CHILDREN, Op.GET_CHILDREN2, Op.GET_EPHEMERALS ->
                out.vector(in.vector(WireInput::string).stream().sorted().toList(), (string, to) -> to.string(string));
            case Op.WHO_AM_I ->
                out.vector(
                        in.vector(entry -> List.of(entry.string(), entry.string())).stream()
                                .sorted((a, b) -> a.get(0).compareTo(b.get(0)))
                                .toList(),
                        (entry, to) -> to.string(entry.get(0)).string(entry.get(1)));
            default -> {
                return frame;
            }
        }
        return out.raw(frame, in.position(), in.remaining()).toByteArray();
    }

    /** The password that belongs to a session id (client protocol, section 2.7); of session 0 sixteen zero bytes. */
    static byte[] passwordOf(long sessionId) {
        byte[] password = new byte[16];
        if (sessionId != 0) {
            new java.util.Random(sessionId ^ 0xB3415C00L).nextBytes(password);
        }
        return password;
    }

    private static long int64(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong();
    }

    private static int int32(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt();
    }
}
