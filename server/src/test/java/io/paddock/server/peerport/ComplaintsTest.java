package io.paddock.server.peerport;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.server.runtime.LogLines;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ComplaintsTest {

    private final LogLines log = new LogLines(Complaints.class);
    private long seconds;
    private final Complaints complaints = new Complaints("election", () -> TimeUnit.SECONDS.toNanos(seconds));

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void theSameCauseOfOneAddressIsToldOnceInTenSecondsWithTheNumberOfThoseBetween() {
        complain("10.0.0.1", 1000, "it is late");
        complain("10.0.0.1", 1001, "it is late");
        seconds = 9;
        complain("10.0.0.1", 1002, "it is late");
        assertThat(warnings()).hasSize(1);
        seconds = 10;
        complain("10.0.0.1", 1003, "it is late");
        assertThat(warnings())
                .hasSize(2)
                .last()
                .asString()
                .endsWith("10.0.0.1:1003 to the election port: it is late"
                        + " (and 2 more of that address for this reason before)");
    }

    @Test
    void anotherCauseOrAnotherAddressIsToldAtOnce() {
        complain("10.0.0.1", 1000, "it is late");
        complain("10.0.0.1", 1001, "it says nothing");
        complain("10.0.0.2", 1002, "it is late");
        assertThat(warnings()).hasSize(3).noneMatch(line -> line.contains("more of that address"));
    }

    @Test
    void whoComesWithAnotherCauseEachTimeIsToldAFewTimes() {
        for (int i = 0; i < 1000; i++) {
            complain("10.0.0.1", 1000 + i, "a frame announces " + i + " bytes");
        }
        assertThat(warnings()).hasSize(9);
        seconds = 10;
        complain("10.0.0.1", 1, "it is late");
        assertThat(warnings()).hasSize(10).last().asString().endsWith("it is late");
    }

    private void complain(String address, int port, String why) {
        complaints.closing(new InetSocketAddress(address, port), why);
    }

    private List<String> warnings() {
        return log.lines().stream().filter(line -> line.startsWith("WARN")).toList();
    }
}
