package io.paddock.server.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Path;
import io.paddock.common.wire.WireOutput;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeDigestTest {

    @Test
    void theDigestIsTheCrcOfPathDataAndStatWithPzxidThird() {
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            byte[] path = ("/" + "p".repeat(random.nextInt(40))).getBytes(StandardCharsets.US_ASCII);
            byte[] data = new byte[random.nextInt(50)];
            random.nextBytes(data);
            StatPersisted stat = new StatPersisted(
                    random.nextLong(),
                    random.nextLong(),
                    random.nextLong(),
                    random.nextLong(),
                    random.nextInt(),
                    random.nextInt(),
                    random.nextInt(),
                    random.nextLong(),
                    random.nextLong());
            WireOutput out = new WireOutput();
            out.raw(path, 0, path.length == 1 ? 0 : path.length).raw(data);
            out.int64(stat.czxid()).int64(stat.mzxid()).int64(stat.pzxid());
            out.int64(stat.ctime()).int64(stat.mtime());
            out.int32(stat.version()).int32(stat.cversion()).int32(stat.aversion());
            out.int64(stat.ephemeralOwner());
            CRC32 crc = new CRC32();
            crc.update(out.array(), 0, out.size());

            assertThat(NodeDigest.of(NodeDigest.prefix(path, data), stat)).isEqualTo(crc.getValue());
        }
    }

    @Test
    void nullDataAddsNothing() {
        byte[] path = "/a".getBytes(StandardCharsets.US_ASCII);
        assertThat(NodeDigest.prefix(path, null)).isEqualTo(NodeDigest.prefix(path, new byte[0]));
    }

    @Test
    void theRootCountsAsTheEmptyPath() {
        byte[] data = {1, 2};
        assertThat(NodeDigest.prefix(new byte[] {'/'}, data)).isEqualTo(NodeDigest.prefix(new byte[0], data));
    }

    @ParameterizedTest
    @CsvSource({
        "/zookeeper/,      true",
        "/zookeeper/quota, true",
        "/zookeeper/a/b,   true",
        "/zookeeper,       false",
        "/zookeeperx/a,    false",
        "/a,               false",
        "/,                false"
    })
    void onlyZnodesBelowZookeeperAreLeftOut(String path, boolean leftOut) {
        assertThat(NodeDigest.isLeftOut(Path.of(path))).isEqualTo(leftOut);
    }
}
