package io.paddock.benchmarks;

/** The servers that are compared. */
enum Contender {
    APACHE,
    PADDOCK
}
