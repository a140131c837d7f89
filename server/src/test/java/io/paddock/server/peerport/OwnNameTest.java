package io.paddock.server.peerport;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.server.runtime.LogLines;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class OwnNameTest {

    private static final Endpoint ENDPOINT = new Endpoint("one.example.com", 3888);

    private int asked;

    @Test
    void aNameThatIsUnknownIsAwaitedForHoweverLongItTakesAndRarelyToldOf() throws InterruptedException {
        OwnName name = new OwnName(1, host -> knownAfter(150, host), 0);
        try (LogLines lines = new LogLines(OwnName.class)) {
            assertThat(name.await(ENDPOINT)).isEqualTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), 3888));
            assertThat(lines.lines())
                    .hasSize(3)
                    .allMatch(line -> line.contains("The name one.example.com of this server"));
        }
        assertThat(asked).isEqualTo(151);
    }

    private InetAddress knownAfter(int attempts, String host) throws UnknownHostException {
        if (asked++ < attempts) {
            throw new UnknownHostException(host);
        }
        return InetAddress.getLoopbackAddress();
    }
}
