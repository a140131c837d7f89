package io.paddock.client.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HexTest {

    @Test
    void aDumpIsThatOfTheSpecification() {
        byte[] data = "Hello, Zookeeper, this is a new data.".getBytes(StandardCharsets.UTF_8);
        assertThat(Hex.dump(data, data.length)).isEqualTo("""
                         +-------------------------------------------------+
                         |  0  1  2  3  4  5  6  7  8  9  a  b  c  d  e  f |
                +--------+-------------------------------------------------+----------------+
                |00000000| 48 65 6c 6c 6f 2c 20 5a 6f 6f 6b 65 65 70 65 72 |Hello, Zookeeper|
                |00000010| 2c 20 74 68 69 73 20 69 73 20 61 20 6e 65 77 20 |, this is a new |
                |00000020| 64 61 74 61 2e                                  |data.           |
                +--------+-------------------------------------------------+----------------+""");
    }

    @Test
    void nothingHasNoTable() {
        assertThat(Hex.dump(new byte[0], 16)).isEmpty();
    }

    @Test
    void noMoreThanTheLimitIsShown() {
        assertThat(Hex.dump(new byte[100], 32).lines()).hasSize(3 + 2 + 1);
    }
}
