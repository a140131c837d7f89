package io.paddock.client.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Stat;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatViewTest {

    private final TimeZone before = TimeZone.getDefault();

    @BeforeEach
    void beInShanghai() {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Shanghai"));
    }

    @AfterEach
    void goHome() {
        TimeZone.setDefault(before);
    }

    @Test
    void aStatHasElevenLinesWithDatesInTheZoneOfTheClient() {
        Stat stat = new Stat(2, 0x500000007L, 1737795546000L, 1737795546000L, 1, -1, 0, 0x100L, 37, 3, 2);
        assertThat(new StatView("/a", stat).text(Style.PLAIN)).isEqualTo("""
                cZxid = 0x2
                ctime = Sat Jan 25 16:59:06 CST 2025
                mZxid = 0x500000007
                mtime = Sat Jan 25 16:59:06 CST 2025
                pZxid = 0x2
                cversion = -1
                dataVersion = 1
                aclVersion = 0
                ephemeralOwner = 0x100
                dataLength = 37
                numChildren = 3
                """);
    }
}
