package io.paddock.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectStringTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a                          | a:2181                  | ''
            a:1                        | a:1                     | ''
            a:1,b,c:65535              | a:1 b:2181 c:65535      | ''
            a:1, b:2 ,                 | a:1 b:2                 | ''
            [::1]                      | [::1]:2181              | ''
            [2001:db8::7]:3,10.0.0.1:4 | [2001:db8::7]:3 10.0.0.1:4 | ''
            a:1/                       | a:1                     | ''
            a:1,b:2/x/y                | a:1 b:2                 | /x/y
            """)
    void whatIsWrittenIsRead(String text, String servers, String chroot) {
        ConnectString read = ConnectString.parse(text);
        assertThat(String.join(
                        " ", read.servers().stream().map(Object::toString).toList()))
                .isEqualTo(servers);
        assertThat(read.chroot()).isEqualTo(chroot);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            ''        | names no server
            ,         | names no server
            /x        | names no server
            :1        | has no host
            a:        | the port  is not a number
            a:0       | the port 0 is not a number from 1 to 65535
            a:65536   | the port 65536
            a:x       | the port x
            ::1       | stands in brackets
            [::1      | a ] is missing
            [::1]1    | there is no :port
            a:1/x/    | it ends with /
            a:1//x    | empty component
            a:1/./x   | relative component
            """)
    void whatCannotBeMeantIsRefusedWithTheReason(String text, String reason) {
        assertThatThrownBy(() -> ConnectString.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"")
                .hasMessageContaining(reason);
    }
}
