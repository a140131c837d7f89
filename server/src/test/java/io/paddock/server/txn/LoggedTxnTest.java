package io.paddock.server.txn;

import static io.paddock.server.txn.Requests.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.common.wire.WireOutput;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of transactions: storage, sections 4.2 and 4.3. */
class LoggedTxnTest {

    private static final long SESSION = 0x0100_0000_0000_00AAL;

    /** sessionId, cxid 3, zxid 0x100000007, time 0x18bcfe56800; the type is appended. */
    private static final String HEADER = "01000000000000aa" + "00000003" + "0000000100000007" + "0000018bcfe56800";

    private static final String WORLD_ALL =
            "00000001" + "0000001f" + "00000005" + hex("world") + "00000006" + hex("anyone");
    private static final String SLASH_A = "00000002" + hex("/a");
    private static final String DATA = "00000002" + hex("xy");
    private static final String DIGEST = "00000002" + "0000000051c6d660";

    private static String hex(String text) {
        return HexFormat.of().formatHex(bytes(text));
    }

    private static TxnHeader header(OpCode type) {
        return new TxnHeader(SESSION, 3, 0x1_0000_0007L, 0x18bcfe56800L, type);
    }

    /** The transaction and the hexadecimal form of its type and body. */
    record Sample(Txn txn, String typeAndBody) {
        @Override
        public String toString() {
            return txn.type().toString();
        }
    }

    static List<Sample> samples() {
        Path a = Path.of("/a");
        return List.of(
                new Sample(new Txn.CreateSession(30000), "fffffff6" + "00007530"),
                new Sample(
                        new Txn.CloseSession(List.of(a, Path.of("/b"))),
                        "fffffff5" + "00000002" + SLASH_A + "00000002" + hex("/b")),
                new Sample(new Txn.Failure(ErrorCode.NO_NODE), "ffffffff" + "ffffff9b"),
                new Sample(
                        new Txn.Create(OpCode.CREATE, a, bytes("xy"), Acl.OPEN, true, 5, 0),
                        "00000001" + SLASH_A + DATA + WORLD_ALL + "01" + "00000005"),
                new Sample(
                        new Txn.Create(OpCode.CREATE2, a, null, Acl.OPEN, false, 5, 0),
                        "0000000f" + SLASH_A + "ffffffff" + WORLD_ALL + "00" + "00000005"),
                new Sample(
                        new Txn.Create(OpCode.CREATE_CONTAINER, a, bytes(""), Acl.OPEN, false, 5, 0),
                        "00000013" + SLASH_A + "00000000" + WORLD_ALL + "00000005"),
                new Sample(
                        new Txn.Create(OpCode.CREATE_TTL, a, bytes("xy"), Acl.OPEN, false, 5, 77),
                        "00000015" + SLASH_A + DATA + WORLD_ALL + "00000005" + "000000000000004d"),
                new Sample(new Txn.Delete(OpCode.DELETE, a), "00000002" + SLASH_A),
                new Sample(new Txn.Delete(OpCode.DELETE_CONTAINER, a), "00000014" + SLASH_A),
                new Sample(
                        new Txn.SetData(OpCode.SET_DATA, a, bytes("xy"), 9), "00000005" + SLASH_A + DATA + "00000009"),
                new Sample(
                        new Txn.SetData(OpCode.RECONFIG, a, bytes("xy"), -1), "00000010" + SLASH_A + DATA + "ffffffff"),
                new Sample(
                        new Txn.SetAcl(a, List.of(new Acl(1, new AuthId("ip", "::1"))), 4),
                        "00000007" + SLASH_A + "00000001" + "00000001" + "00000002" + hex("ip") + "00000003"
                                + hex("::1") + "00000004"),
                new Sample(
                        new Txn.Multi(List.of(new Txn.Delete(OpCode.DELETE, a), new Txn.Check(a, 2))),
                        "0000000e" + "00000002" + "00000002" + "00000006" + SLASH_A + "0000000d" + "0000000a" + SLASH_A
                                + "00000002"),
                new Sample(new Txn.Multi(List.of()), "0000000e" + "00000000"),
                new Sample(
                        new Txn.Multi(List.of(new Txn.Failure(0), new Txn.Failure(-103), new Txn.Failure(-2))),
                        "0000000e" + "00000003" + "ffffffff" + "00000004" + "00000000" + "ffffffff" + "00000004"
                                + "ffffff99" + "ffffffff" + "00000004" + "fffffffe"));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aTransactionHasTheBytesOfTheSpecification(Sample sample) {
        LoggedTxn bare = new LoggedTxn(header(sample.txn.type()), sample.txn, null);
        assertThat(HexFormat.of().formatHex(bare.encode())).isEqualTo(HEADER + sample.typeAndBody);
        LoggedTxn digested = new LoggedTxn(bare.header(), sample.txn, new TxnDigest(2, 1371985504L));
        assertThat(HexFormat.of().formatHex(digested.encode())).isEqualTo(HEADER + sample.typeAndBody + DIGEST);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatIsWrittenIsReadBack(Sample sample) {
        for (TxnDigest digest : Arrays.asList(null, new TxnDigest(2, -5))) {
            LoggedTxn txn = new LoggedTxn(header(sample.txn.type()), sample.txn, digest);
            assertThat(LoggedTxn.decode(txn.encode()))
                    .usingRecursiveComparison()
                    .withStrictTypeChecking()
                    .isEqualTo(txn);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aTruncatedRecordIsMalformedOrLacksAnOptionalPart(Sample sample) {
        byte[] whole = new LoggedTxn(header(sample.txn.type()), sample.txn, null).encode();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            try {
                LoggedTxn read = LoggedTxn.decode(cut);
                boolean optionalPart =
                        read.header().type() == OpCode.CREATE || read.header().type() == OpCode.CLOSE_SESSION;
                assertThat(optionalPart)
                        .as("a %s cut to %d bytes", sample, length)
                        .isTrue();
            } catch (MalformedRecord expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void aCreateOfRelease33EndsBehindItsFlag() {
        LoggedTxn txn = decode("00000001" + SLASH_A + DATA + WORLD_ALL + "01");
        Txn.Create create = (Txn.Create) txn.txn();
        assertThat(create.parentCVersion()).isEqualTo(-1);
        assertThat(create.ephemeral()).isTrue();
        assertThat(txn.digest()).isNull();
    }

    @Test
    void aNullAccessListOfAnOldRecordIsTheOpenOne() {
        LoggedTxn txn = decode("00000001" + SLASH_A + DATA + "ffffffff" + "00" + "00000001");
        TxnBench bench = new TxnBench();
        Apply.replay(bench.tree, txn);
        assertThat(bench.acl("/a")).isEqualTo(Acl.OPEN);
    }

    // The four forms of a closeSession.

    @Test
    void aCloseSessionMayEndBehindItsHeader() {
        assertThat(decode("fffffff5").txn()).isEqualTo(new Txn.CloseSession(null));
        assertThat(decode("fffffff5").digest()).isNull();
    }

    @Test
    void aCloseSessionMayHoldADigestAlone() {
        LoggedTxn txn = decode("fffffff5" + DIGEST);
        assertThat(txn.txn()).isEqualTo(new Txn.CloseSession(null));
        assertThat(txn.digest()).isEqualTo(new TxnDigest(2, 1371985504L));
    }

    @Test
    void aCloseSessionMayHoldPathsAlone() {
        LoggedTxn txn = decode("fffffff5" + "00000001" + SLASH_A);
        assertThat(txn.txn()).isEqualTo(new Txn.CloseSession(List.of(Path.of("/a"))));
        assertThat(txn.digest()).isNull();
        assertThat(decode("fffffff5" + "00000000").txn()).isEqualTo(new Txn.CloseSession(List.of()));
    }

    @Test
    void aCloseSessionMayHoldPathsAndADigest() {
        LoggedTxn txn = decode("fffffff5" + "00000001" + SLASH_A + DIGEST);
        assertThat(txn.txn()).isEqualTo(new Txn.CloseSession(List.of(Path.of("/a"))));
        assertThat(txn.digest()).isEqualTo(new TxnDigest(2, 1371985504L));
        LoggedTxn empty = decode("fffffff5" + "00000000" + DIGEST);
        assertThat(empty.txn()).isEqualTo(new Txn.CloseSession(List.of()));
        assertThat(empty.digest()).isNotNull();
    }

    @Test
    void pathsOfTwelveBytesAreNotTakenForADigest() {
        LoggedTxn txn = decode("fffffff5" + "00000001" + "00000004" + hex("/abc"));
        assertThat(txn.txn()).isEqualTo(new Txn.CloseSession(List.of(Path.of("/abc"))));
        assertThat(txn.digest()).isNull();
    }

    @Test
    void aDigestAloneOfAnyValueIsNotTakenForPaths() {
        for (long value : new long[] {0, -1, 1, 0x0000_0001_2f61_6263L, 0x0000_0000_0000_0000L}) {
            WireOutput out = new WireOutput();
            new TxnDigest(2, value).write(out);
            LoggedTxn txn = decode("fffffff5" + HexFormat.of().formatHex(out.toByteArray()));
            assertThat(txn.txn()).isEqualTo(new Txn.CloseSession(null));
            assertThat(txn.digest()).isEqualTo(new TxnDigest(2, value));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "0000000100000002", "0000000100000002785f", "00000002000000022f61"})
    void anythingElseBehindACloseSessionIsMalformed(String body) {
        assertThatThrownBy(() -> decode("fffffff5" + body)).isInstanceOf(MalformedRecord.class);
    }

    // Multis.

    @Test
    void aMultiWithAnyErrorChangesNothingWhateverItsOtherPartsHold() {
        TxnBench bench = new TxnBench();
        // The first part was retyped to an error and kept its former body; the second is still a create.
        String retyped = "ffffffff" + "00000006" + SLASH_A;
        String createBody = SLASH_A + DATA + WORLD_ALL + "00" + "00000001";
        String create = "00000001" + String.format("%08x", createBody.length() / 2) + createBody;
        String failed = "ffffffff" + "00000004" + "ffffff9b";
        LoggedTxn txn = decode("0000000e" + "00000003" + retyped + create + failed);

        assertThat(((Txn.Multi) txn.txn()).failed()).isTrue();
        Apply.replay(bench.tree, txn);
        assertThat(bench.tree.size()).isEqualTo(4);
        assertThat(bench.tree.lastZxid()).isEqualTo(0x1_0000_0007L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000000e" + "00000004" + "00000000", "00000063" + "00000000", "00000002" + "ffffffff"})
    void aMultiInAMultiAndUnknownPartsAndPartsWithoutABodyAreMalformed(String part) {
        assertThatThrownBy(() -> decode("0000000e" + "00000001" + part)).isInstanceOf(MalformedRecord.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000", "00000003", "0000000b", "00000063", "0000006a", "7fffffff", "80000000"})
    void aTypeThatIsNoTransactionIsMalformed(String type) {
        assertThatThrownBy(() -> decode(type + SLASH_A + DATA + "00000000")).isInstanceOf(MalformedRecord.class);
    }

    @Test
    void aNullPathIsMalformed() {
        assertThatThrownBy(() -> decode("00000002" + "ffffffff")).isInstanceOf(MalformedRecord.class);
    }

    @Test
    void bytesThatAreNoDigestAreIgnored() {
        LoggedTxn txn = decode("00000002" + SLASH_A + "0102030405");
        assertThat(txn.txn()).isEqualTo(new Txn.Delete(OpCode.DELETE, Path.of("/a")));
        assertThat(txn.digest()).isNull();
    }

    private static LoggedTxn decode(String typeAndBody) {
        return LoggedTxn.decode(HexFormat.of().parseHex(HEADER + typeAndBody));
    }
}
