package io.paddock.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPrefixTest {

    @ParameterizedTest(name = "{0} matches {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            10.1.2.3        | 10.1.2.3         | true
            10.1.2.3        | 10.1.2.4         | false
            10.1.2.3/32     | 10.1.2.3         | true
            010.001.2.3     | 10.1.2.3         | true
            10.0.0.0/8      | 10.255.0.1       | true
            10.0.0.0/8      | 11.0.0.1         | false
            192.168.129.7/17| 192.168.200.1    | true
            192.168.129.7/17| 192.168.1.1      | false
            128.0.0.0/1     | 255.0.0.1        | true
            128.0.0.0/1     | 127.0.0.1        | false
            1.2.3.4/0       | 200.0.0.1        | true
            1.2.3.4/31      | 1.2.3.5          | true
            1.2.3.4/31      | 1.2.3.6          | false
            0.0.0.0/0       | 0:0:0:0:0:0:0:1  | false
            ::/0            | 1.2.3.4          | false
            ::/0            | 0:0:0:0:0:0:0:1  | true
            ::1             | 0:0:0:0:0:0:0:1  | true
            ::1             | 0:0:0:0:0:0:0:2  | false
            fe80::/10       | fe80:0:0:0:1:2:3:4    | true
            FE80::/10       | febf:0:0:0:1:2:3:4    | true
            fe80::/10       | fec0:0:0:0:1:2:3:4    | false
            2001:db8::1     | 2001:db8:0:0:0:0:0:1  | true
            1:2:3:4:5:6:7:: | 1:2:3:4:5:6:7:0       | true
            ::ffff:102:304  | 1.2.3.4               | false
            """)
    void theFirstBitsDecide(String prefix, String address, boolean matches) {
        assertThat(AddressPrefix.parse(prefix).matches(AddressPrefix.parseAddress(address)))
                .isEqualTo(matches);
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "",
                "/",
                "localhost",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.",
                ".1.2.3",
                "1.2.3.256",
                "1.2.3.-1",
                "1.2.3.+1",
                "1.2.3.a",
                "1.2.3.4/",
                "1.2.3.4/33",
                "1.2.3.4/-1",
                "1.2.3.4/99999999999",
                "1.2.3.4/8/8",
                "1.2.3.4 ",
                "1.2.3.٤",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4::5:6:7:8",
                "1:2:3:4:5:6:7:",
                ":1:2:3:4:5:6:7",
                "12345::",
                "g::",
                "::1.2.3.4",
                "fe80::1%eth0",
                "::/129",
                "::1/"
            })
    void whatIsNoNumericAddressIsRefused(String text) {
        assertThat(AddressPrefix.parse(text)).isNull();
    }
}
