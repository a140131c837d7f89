package io.paddock.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OwedSnapshotTest {

    private int requests;
    private boolean busy;
    private final OwedSnapshot snapshot = new OwedSnapshot(() -> {
        requests++;
        return !busy;
    });

    @Test
    void nothingIsAskedForBeforeItIsOwed() {
        snapshot.settle();
        assertThat(requests).isZero();
    }

    @Test
    void whatIsOwedIsAskedForOnce() {
        snapshot.owe();
        snapshot.settle();
        snapshot.settle();
        assertThat(requests).isEqualTo(1);
    }

    @Test
    void whatIsRefusedStaysOwed() {
        busy = true;
        snapshot.owe();
        snapshot.settle();
        busy = false;
        snapshot.settle();
        snapshot.settle();
        assertThat(requests).isEqualTo(2);
    }
}
