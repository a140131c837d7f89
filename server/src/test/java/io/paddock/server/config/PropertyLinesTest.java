package io.paddock.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropertyLinesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=1",
                "a:1",
                "a 1",
                "  a  =  1",
                "a\t:\t1",
                "a",
                "a=",
                "=1",
                "a==1",
                "a = = 1",
                "a=b=c:d",
                "# comment\n! other\na=1",
                "#comment \\\na=1",
                "a=1 # data",
                "a=1\\\n   2\\\n\\\n3\nb=4",
                "a=1\\",
                "a=1\\\\\nb=2",
                "dir=C:\\temp\\zk",
                "a\\=b=1",
                "a\\ b\\:c 1",
                "u=\\u0041\\u00e9",
                "a=1\r\nb=2\rc=3",
                "\n\n  \t\na=1",
                "a\\\nb=1",
                "a=x\\\n# not a comment",
                "server.1=localhost:2888:3888;2181",
            })
    void itReadsWhatJavaReads(String text) throws IOException {
        Properties java = new Properties();
        java.load(new StringReader(text));
        Map<String, String> expected = new HashMap<>();
        java.forEach((key, value) -> expected.put(((String) key).trim(), ((String) value).trim()));

        Map<String, String> read = new HashMap<>();
        PropertyLines.parse(text, "f", new ArrayList<>()).forEach(entry -> read.put(entry.key(), entry.value()));

        assertThat(read).isEqualTo(expected);
    }

    @Test
    void anEntryHasTheLineThatItBeginsOn() {
        List<Setting> entries = PropertyLines.parse("# one\n\na=1\\\n2\nb=3\r\nc=4", "zoo.cfg", new ArrayList<>());
        assertThat(entries)
                .containsExactly(
                        new Setting("a", "12", "zoo.cfg", 3),
                        new Setting("b", "3", "zoo.cfg", 5),
                        new Setting("c", "4", "zoo.cfg", 6));
    }

    @Test
    void valuesAreTrimmedAtTheEndToo() {
        assertThat(PropertyLines.parse("a = 1 \t ", "f", new ArrayList<>())
                        .get(0)
                        .value())
                .isEqualTo("1");
    }

    @Test
    void aBrokenEscapeIsAProblemOfItsLine() {
        List<Problem> problems = new ArrayList<>();
        List<Setting> entries = PropertyLines.parse("a=1\nb=\\u12\nc=3", "zoo.cfg", problems);
        assertThat(entries).extracting(Setting::key).containsExactly("a", "c");
        assertThat(problems).extracting(Problem::line).containsExactly(2);
    }
}
