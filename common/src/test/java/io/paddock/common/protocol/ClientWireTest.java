package io.paddock.common.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.CreateMode;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.Stat;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.common.wire.WireInput;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The records against exchanges recorded between real clients and Apache ZooKeeper. */
class ClientWireTest {

    static List<Fixture> fixtures() {
        return Fixture.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fixtures")
    void everyFrameIsReadAndWrittenAsItWas(Fixture fixture) {
        Conversation conversation = new Conversation();
        for (int i = 0; i < fixture.frames().size(); i++) {
            Fixture.Frame frame = fixture.frames().get(i);
            if (isRefusedAsMalformed(fixture, i)) {
                assertThatThrownBy(() -> conversation.decode(frame)).isInstanceOf(MalformedRecord.class);
            } else if (!isOfUnknownType(frame)) {
                Conversation.Message message = conversation.decode(frame);
                assertThat(message.encode()).as(frame.title()).isEqualTo(frame.bytes());
                assertThat(FieldValues.of(message)).as(frame.title()).isEqualTo(FieldValues.of(frame));
            }
        }
    }

    private static boolean isRefusedAsMalformed(Fixture fixture, int request) {
        List<Fixture.Frame> frames = fixture.frames();
        return frames.get(request).fromClient()
                && request + 1 < frames.size()
                && frames.get(request + 1).fields().stream()
                        .anyMatch(field -> field.comment().equals("err = -5 (MARSHALLINGERROR)"));
    }

    private static boolean isOfUnknownType(Fixture.Frame frame) {
        return frame.title().equals("RequestHeader + ? request");
    }

    @Test
    void aTypeThatNobodyKnowsIsNoOperation() {
        Fixture.Frame frame = Fixture.named("unknown-opcode").frames().get(0);
        RequestHeader header = RequestHeader.read(new WireInput(frame.body()));
        assertThat(header).isEqualTo(new RequestHeader(1, 999));
        assertThat(header.op()).isNull();
    }

    @Test
    void aCreateHasPathDataListAndFlags() {
        List<Conversation.Message> messages = decode("create");
        assertSame(
                messages.get(0).body(),
                new Create(OpCode.CREATE, Path.of("/app"), "hello".getBytes(UTF_8), Acl.OPEN, CreateMode.PERSISTENT));
        assertThat(messages.get(1).header()).isEqualTo(new ReplyHeader(1, 2, ErrorCode.OK));
        assertThat(messages.get(1).body()).isEqualTo(new ServerReply.CreateReply(Path.of("/app")));
    }

    @Test
    void aTtlFollowsTheFlags() {
        Create create = (Create) decode("create-ttl").get(0).body();
        assertThat(create.mode()).isEqualTo(CreateMode.PERSISTENT_WITH_TTL);
        assertThat(create.ttl()).isEqualTo(3_600_000);
    }

    @Test
    void theIdOfAnEntryMayBeNull() {
        Create create = (Create) decode("kazoo-create-null-acl-id").get(0).body();
        assertThat(create.acl()).containsExactly(new Acl(Acl.ALL, new AuthId("auth", null)));
    }

    @Test
    void nullDataIsNotEmptyData() {
        assertThat(((Create) decode("create-null-data").get(0).body()).data()).isNull();
        assertThat(((Create) decode("create-empty-data").get(0).body()).data()).isEmpty();
    }

    @Test
    void theResultsOfAMultiHaveTheTypesOfItsOperations() {
        List<Conversation.Message> messages = decode("multi-success");
        assertSame(
                messages.get(0).body(),
                new Multi(List.of(
                        new CheckVersion(Path.of("/app"), 1),
                        new Create(
                                OpCode.CREATE,
                                Path.of("/app/m"),
                                new byte[] {1, 2, 3},
                                Acl.OPEN,
                                CreateMode.PERSISTENT),
                        new SetData(Path.of("/app"), "m1".getBytes(UTF_8), 1))));
        Stat stat = new Stat(2, 0x13, 1795351589769L, 1795351593566L, 2, 9, 0, 0, 2, 7, 0x13);
        assertThat(messages.get(1).body())
                .isEqualTo(new ServerReply.MultiReply(List.of(
                        new MultiResult(OpCode.CHECK, new ServerReply.EmptyReply()),
                        new MultiResult(OpCode.CREATE, new ServerReply.CreateReply(Path.of("/app/m"))),
                        new MultiResult(OpCode.SET_DATA, new ServerReply.StatReply(stat)))));
    }

    @Test
    void aFailedMultiTellsWhichOperationFailed() {
        assertThat(decode("multi-failure").get(1).body())
                .isEqualTo(new ServerReply.MultiReply(
                        List.of(MultiResult.failed(0), MultiResult.failed(-103), MultiResult.failed(-2))));
    }

    @Test
    void watchesAreSetAgainByTheirKinds() {
        assertThat(decode("setwatches2-with-immediate-events").get(0).body())
                .isEqualTo(new SetWatches(
                        OpCode.SET_WATCHES2,
                        48,
                        List.of(Path.of("/sw/data"), Path.of("/sw/gone"), Path.of("/sw")),
                        List.of(Path.of("/sw/made"), Path.of("/sw/absent")),
                        List.of(Path.of("/sw")),
                        List.of(Path.of("/sw")),
                        List.of(Path.of("/sw"))));
    }

    @Test
    void anEventHasTheXidOfNotifications() {
        Conversation.Message event = decode("setwatches2-with-immediate-events").get(1);
        assertThat(event.header()).isEqualTo(new ReplyHeader(ReplyHeader.NOTIFICATION_XID, -1, ErrorCode.OK));
        assertThat(event.body()).isEqualTo(new WatcherEvent(WatchEventType.NODE_DATA_CHANGED, Path.of("/sw/data")));
    }

    @Test
    void aRefusedSaslStepHasABody() {
        List<Conversation.Message> messages = decode("sasl-digest-md5-wrong-password");
        Conversation.Message refusal = messages.get(messages.size() - 1);
        assertThat(refusal.header()).isEqualTo(new ReplyHeader(2, 0, ErrorCode.AUTH_FAILED));
        assertThat(refusal.body()).isEqualTo(new ServerReply.SaslReply(null));
    }

    @Test
    void theHandshakeMirrorsThePresenceOfReadOnly() {
        List<Conversation.Message> without = decode("connect-without-readonly-byte");
        ConnectRequest request = (ConnectRequest) without.get(0).body();
        assertThat(request.hasReadOnly()).isFalse();
        assertThat(((ConnectResponse) without.get(1).body()).hasReadOnly()).isFalse();
        assertThat(ConnectResponse.accepted(request, 4000, 1, SessionPassword.of(1), true)
                        .hasReadOnly())
                .isFalse();

        List<Conversation.Message> readOnly = decode("connect-read-only-server");
        assertThat(((ConnectRequest) readOnly.get(0).body()).readOnly()).isTrue();
        assertThat(((ConnectResponse) readOnly.get(1).body()).readOnly()).isTrue();
    }

    @Test
    void aRefusalIsAllZeros() {
        List<Conversation.Message> messages = decode("connect-wrong-password");
        ConnectResponse recorded = (ConnectResponse) messages.get(1).body();
        assertThat(recorded.isRefusal()).isTrue();
        assertSame(ConnectResponse.refused((ConnectRequest) messages.get(0).body(), false), recorded);
    }

    private static List<Conversation.Message> decode(String fixture) {
        Conversation conversation = new Conversation();
        return Fixture.named(fixture).frames().stream()
                .map(conversation::decode)
                .toList();
    }

    /** Compares byte arrays by content, as records do not. */
    private static void assertSame(Object actual, Object expected) {
        assertThat(actual)
                .usingRecursiveComparison()
                .withStrictTypeChecking()
                .withEqualsForType(Path::equals, Path.class)
                .isEqualTo(expected);
    }
}
