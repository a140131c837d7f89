package io.paddock.server.storage;

import java.util.List;

/**
 * How a recovery went.
 *
 * @param snapshot name of the file that was loaded; null if there was none
 * @param skippedSnapshots names of newer files that could not be used, newest first
 * @param newerNodes znodes in the snapshot that show transactions after its name: more than 0 makes it fuzzy
 * @param replayed log records applied on top
 * @param foundDone of these, how many met a znode that was there, or gone, already
 * @param digestChecks comparisons of the tree with a digest on disk
 * @param digestMismatches of these, how many differed of a tree that was no mixture
 * @param earlyMismatches how many others differed, before the first transaction whose digest fits
 * @param digest of the tree, before the ephemerals of dead sessions were removed
 * @param snapshotMs time to read the snapshot
 * @param replayMs time to replay the log
 */
public record RecoveryStatistics(
        String snapshot,
        List<String> skippedSnapshots,
        long newerNodes,
        long replayed,
        long foundDone,
        long digestChecks,
        long digestMismatches,
        long earlyMismatches,
        long digest,
        long snapshotMs,
        long replayMs) {}
