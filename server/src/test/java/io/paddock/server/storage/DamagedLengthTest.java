package io.paddock.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.common.wire.WireOutput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A damaged length is damage, and takes no memory. */
class DamagedLengthTest {

    private static final int LENGTH = 20_000_000;
    private static final int WINDOW = 1 << 20;

    /** A file as large as the length claims, and larger, of which nothing is kept. */
    private static final class HugeLog implements DiskFile {
        private final byte[] start;
        private int largestRead;

        HugeLog(byte[] start) {
            this.start = start;
        }

        @Override
        public long size() {
            return 3L * LENGTH;
        }

        @Override
        public int read(long position, ByteBuffer into) {
            largestRead = Math.max(largestRead, into.remaining());
            int count = (int) Math.min(into.remaining(), size() - position);
            for (int i = 0; i < count; i++) {
                into.put(position + i < start.length ? start[(int) position + i] : 1);
            }
            return count;
        }

        @Override
        public void write(long position, ByteBuffer from) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void truncate(long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void force() {}

        @Override
        public void close() {}
    }

    private static final class OneFile implements Disk {
        private final DiskFile file;

        OneFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public DiskFile read(Path path) {
            return file;
        }

        @Override
        public DiskFile edit(Path path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public DiskFile create(Path path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean exists(Path path) {
            return true;
        }

        @Override
        public long size(Path path) throws IOException {
            return file.size();
        }

        @Override
        public List<String> list(Path directory) {
            return List.of();
        }

        @Override
        public void rename(Path from, Path to) {}

        @Override
        public void delete(Path path) {}

        @Override
        public void createDirectories(Path directory) {}

        @Override
        public void forceDirectory(Path directory) {}
    }

    @Test
    void aLongRecordOfALogIsJudgedWithoutBeingHeld() throws Exception {
        byte[] start = new WireOutput(64)
                .int32(LogFormat.MAGIC)
                .int32(2)
                .int64(0)
                .int64(4711)
                .int32(LENGTH)
                .toByteArray();
        HugeLog file = new HugeLog(start);
        LogFile log = LogFile.in(Records.LOGS, 1);
        try (LogFileReader reader = new LogFileReader(new OneFile(file), log, Records.ANY_LENGTH)) {
            assertThat(reader.next()).isFalse();
            assertThat(reader.end().kind()).isEqualTo(LogFileEnd.Kind.LENGTH);
            assertThat(reader.end().detail()).isEqualTo("Unreasonable length = " + LENGTH);
        }
        try (LogFileReader reader = new LogFileReader(new OneFile(file), log, Long.MAX_VALUE)) {
            assertThat(reader.next()).isFalse();
            assertThat(reader.end().detail()).startsWith("the end mark of a record of " + LENGTH + " bytes is 0x1");
        }
        assertThat(file.largestRead).isLessThanOrEqualTo(WINDOW);
    }

    @Test
    void aLongZnodeOfASnapshotIsRefusedBeforeItIsRead() {
        byte[] start = new WireOutput(64)
                .int32(0)
                .int32(0)
                .string("/long")
                .int32(LENGTH)
                .toByteArray();
        InputStream endless = new InputStream() {
            private long taken;

            @Override
            public int read() throws IOException {
                if (++taken > WINDOW) {
                    throw new IOException("more is read than is needed");
                }
                return 1;
            }
        };
        InputStream stream = new SequenceInputStream(new ByteArrayInputStream(start), endless);
        assertThatThrownBy(() -> SnapshotReader.readFromLeader(stream, 1, 5, Records.ANY_LENGTH))
                .isInstanceOf(DamagedSnapshot.class)
                .hasMessageContaining("Unreasonable length = ");
    }

    @Test
    void aNumberOfSessionsThatFitsInNoMemoryIsDamage() {
        byte[] start = new WireOutput(64)
                .int32(SnapshotFormat.MAGIC)
                .int32(2)
                .int64(-1)
                .int32(Integer.MAX_VALUE)
                .toByteArray();
        assertThatThrownBy(() -> SnapshotReader.read(new ByteArrayInputStream(start), 1, 5))
                .isInstanceOf(DamagedSnapshot.class)
                .hasMessage("the number of sessions is " + Integer.MAX_VALUE);
    }
}
