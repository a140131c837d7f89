package io.paddock.server.zab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.common.wire.MalformedRecord;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import io.paddock.server.QuorumFixture;
import io.paddock.server.QuorumFixture.Message;
import io.paddock.server.ensemble.EnsembleText;
import io.paddock.server.txn.LoggedTxn;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QuorumWireTest {

    static Stream<Message> packets() {
        return Stream.of(
                        "02-formation-diff.txt",
                        "03-create-session-and-node.txt",
                        "04-rejoin-diff.txt",
                        "05-rejoin-trunc.txt",
                        "06-rejoin-snap.txt",
                        "07-transactions.txt",
                        "08-requests-sync-revalidate.txt",
                        "09-reconfig.txt",
                        "10-observer.txt")
                .flatMap(file -> QuorumFixture.messages(file).stream())
                .filter(message -> !message.title().startsWith("SNAPSHOT STREAM"));
    }

    @ParameterizedTest
    @MethodSource("packets")
    void recordedPacketsAreReadAndWrittenAsTheyWere(Message message) {
        QuorumPacket packet = read(message);
        assertThat(packet.code()).isEqualTo((int) message.number("type"));
        assertThat(packet.type().toString().replace("_", ""))
                .isEqualTo(message.title().split(" ")[0]);
        assertThat(packet.zxid()).isEqualTo(message.number("zxid"));
        WireOutput out = new WireOutput();
        packet.write(out);
        assertThat(out.toByteArray()).isEqualTo(message.bytes());
        byte[] data = data(packet, message);
        if (data != null) {
            assertThat(data).isEqualTo(packet.data());
        }
    }

    /** The data, read and written again; null if there is nothing to read. */
    private static byte[] data(QuorumPacket packet, Message message) {
        return switch (packet.type()) {
            case FOLLOWER_INFO, OBSERVER_INFO -> {
                LearnerInfo info = LearnerInfo.read(packet.data());
                assertThat(info.sid()).isEqualTo(message.number("serverid"));
                assertThat(info.protocolVersion()).isEqualTo(LearnerInfo.PROTOCOL_VERSION);
                assertThat(info.configVersion()).isEqualTo(message.number("configVersion"));
                yield info.toBytes();
            }
            case PROPOSAL, INFORM -> {
                LoggedTxn txn = LoggedTxn.decode(packet.data());
                assertThat(txn.zxid()).isEqualTo(packet.zxid()).isEqualTo(message.number("hdr.zxid"));
                yield txn.encode();
            }
            case REQUEST -> {
                ForwardedRequest request = ForwardedRequest.read(packet.data());
                assertThat(request.sessionId()).isEqualTo(message.number("sessionId"));
                assertThat(request.cxid()).isEqualTo((int) message.number("cxid"));
                assertThat(request.opCode()).isEqualTo((int) message.number("opcode"));
                yield request.toBytes();
            }
            case REVALIDATE ->
                message.dialled()
                        ? Revalidation.Question.read(packet.data()).toBytes()
                        : Revalidation.Answer.read(packet.data()).toBytes();
            case PING -> {
                List<Touch> touches = Touch.readAll(packet.data());
                yield message.dialled() ? Touch.toBytes(touches) : null;
            }
            case NEW_LEADER ->
                EnsembleText.write(EnsembleText.read(new String(packet.data(), StandardCharsets.UTF_8)))
                        .getBytes(StandardCharsets.UTF_8);
            default -> null;
        };
    }

    @Test
    void aPacketOfAnUnknownTypeIsReadLikeAnyOther() {
        WireOutput out = new WireOutput();
        out.int32(99).int64(7).int32(-1).int32(-1);
        QuorumPacket packet = QuorumPacket.read(new WireInput(out.toByteArray()));
        assertThat(packet.type()).isEqualTo(PacketType.UNKNOWN);
        assertThat(packet.toString()).isEqualTo("type 99 0x7");
    }

    @Test
    void shortDataIsReportedAndNothingElse() {
        for (int length = 0; length < 20; length++) {
            byte[] data = new byte[length];
            assertThatThrownBy(() -> LearnerInfo.read(data)).isInstanceOf(MalformedRecord.class);
        }
        assertThatThrownBy(() -> LearnerInfo.read(null)).isInstanceOf(MalformedRecord.class);
        assertThatThrownBy(() -> ForwardedRequest.read(new byte[15])).isInstanceOf(MalformedRecord.class);
        assertThatThrownBy(() -> Touch.readAll(new byte[13])).isInstanceOf(MalformedRecord.class);
        assertThatThrownBy(() -> Revalidation.Answer.read(new byte[8])).isInstanceOf(MalformedRecord.class);
    }

    private static QuorumPacket read(Message message) {
        WireInput in = new WireInput(message.bytes());
        QuorumPacket packet = QuorumPacket.read(in);
        assertThat(in.remaining()).isZero();
        return packet;
    }
}
