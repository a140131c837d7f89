package io.paddock.benchmarks;

import io.paddock.testsupport.Installation;

/** The servers that are compared. */
enum Contender {
    APACHE,
    PADDOCK;

    Installation installation() {
        return switch (this) {
            case APACHE -> Installation.apache();
            case PADDOCK -> Installation.paddock();
        };
    }
}
