package io.paddock.testsupport.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LinearizabilityTest {

    private static final long ANN = 1;
    private static final long BOB = 2;

    private final History history = new History();

    private void done(long session, Call call, long from, long to, Result result) {
        history.answer(history.invoke(session, call, from), result, to);
    }

    private void plainRead(long session, String path, long from, long to, Result result) {
        history.answer(history.invokePlainRead(session, new Call.Get(path), from), result, to);
    }

    private void syncedRead(long session, String path, long syncedAt, long to, Result result) {
        history.answer(history.invokeReadBehindSync(session, new Call.Get(path), syncedAt, to), result, to);
    }

    private Verdict.Kind verdict() {
        return Linearizability.check(history, 100_000).kind();
    }

    private void expectPossible() {
        assertThat(verdict()).isEqualTo(Verdict.Kind.LINEARIZABLE);
    }

    private void expectImpossible() {
        assertThat(verdict()).isEqualTo(Verdict.Kind.IMPOSSIBLE);
    }

    private static Call.Create create(String path, String value) {
        return new Call.Create(path, value, false, false);
    }

    private static Call.Create lock(String path) {
        return new Call.Create(path, "", true, false);
    }

    private static Call.SetData set(String path, String value) {
        return new Call.SetData(path, value, -1);
    }

    @Test
    void concurrentWritesMayComeInAnyOrder() {
        done(ANN, create("/r", "0"), 0, 1, Result.created("/r"));
        done(ANN, set("/r", "a"), 2, 9, Result.written(2));
        done(BOB, set("/r", "b"), 3, 8, Result.written(1));
        syncedRead(BOB, "/r", 10, 11, Result.read("a", 2));
        expectPossible();
    }

    @Test
    void aWriteThatWasAnsweredIsNotLost() {
        done(ANN, create("/r", "0"), 0, 1, Result.created("/r"));
        done(ANN, set("/r", "a"), 2, 3, Result.written(1));
        syncedRead(BOB, "/r", 4, 5, Result.read("0", 0));
        expectImpossible();
    }

    @Test
    void aPlainReadMayBeLate() {
        done(ANN, create("/r", "0"), 0, 1, Result.created("/r"));
        done(ANN, set("/r", "a"), 2, 3, Result.written(1));
        plainRead(BOB, "/r", 4, 5, Result.read("0", 0));
        plainRead(BOB, "/r", 6, 7, Result.read("a", 1));
        expectPossible();
    }

    @Test
    void aSessionThatMayEndAtAnyTimeReadsAsLateAsOthers() {
        done(ANN, create("/r", "0"), 0, 1, Result.created("/r"));
        done(ANN, set("/r", "a"), 2, 3, Result.written(1));
        history.invoke(BOB, new Call.EndSession(), 4);
        plainRead(BOB, "/r", 5, 6, Result.read("0", 0));
        expectPossible();
    }

    @Test
    void aSessionDoesNotGoBack() {
        done(ANN, create("/r", "0"), 0, 1, Result.created("/r"));
        done(ANN, set("/r", "a"), 2, 3, Result.written(1));
        plainRead(BOB, "/r", 4, 5, Result.read("a", 1));
        plainRead(BOB, "/r", 6, 7, Result.read("0", 0));
        expectImpossible();
    }

    @Test
    void aSessionSeesItsOwnWrites() {
        done(ANN, create("/r", "0"), 0, 1, Result.created("/r"));
        plainRead(ANN, "/r", 2, 3, Result.failed(Result.NO_NODE));
        expectImpossible();
    }

    @Test
    void aReadShowsNothingThatComesLater() {
        done(ANN, create("/r", "0"), 0, 1, Result.created("/r"));
        plainRead(BOB, "/r", 2, 3, Result.read("a", 1));
        done(ANN, set("/r", "a"), 4, 5, Result.written(1));
        expectImpossible();
    }

    @Test
    void whatWasNotAnsweredMayHaveHappened() {
        done(ANN, create("/r", "0"), 0, 1, Result.created("/r"));
        history.invoke(ANN, set("/r", "x"), 2);
        history.invoke(ANN, set("/r", "y"), 3);
        done(BOB, set("/r", "b"), 10, 11, Result.written(2));
        syncedRead(BOB, "/r", 12, 13, Result.read("b", 2));
        expectPossible();
        syncedRead(BOB, "/r", 14, 15, Result.read("x", 3));
        expectPossible();
        syncedRead(BOB, "/r", 16, 17, Result.read("y", 4));
        expectImpossible();
    }

    @Test
    void twoWritesDoNotGetTheSameVersion() {
        done(ANN, create("/r", "0"), 0, 1, Result.created("/r"));
        done(ANN, set("/r", "a"), 2, 5, Result.written(1));
        done(BOB, set("/r", "b"), 2, 5, Result.written(1));
        expectImpossible();
    }

    @Test
    void ofTwoComparisonsWithOneVersionOneFails() {
        done(ANN, create("/r", "0"), 0, 1, Result.created("/r"));
        done(ANN, new Call.SetData("/r", "a", 0), 2, 5, Result.written(1));
        done(BOB, new Call.SetData("/r", "b", 0), 2, 5, Result.failed(Result.BAD_VERSION));
        expectPossible();
        done(BOB, new Call.SetData("/r", "c", 0), 6, 7, Result.written(1));
        expectImpossible();
    }

    @Test
    void aSequenceGivesEachNumberOnce() {
        Call.Create next = new Call.Create("/q/s", "", false, true);
        done(ANN, create("/q", ""), 0, 1, Result.created("/q"));
        done(ANN, next, 2, 5, Result.created("/q/s0000000001"));
        done(BOB, next, 2, 5, Result.created("/q/s0000000000"));
        history.invoke(BOB, next, 6);
        done(ANN, next, 7, 8, Result.created("/q/s0000000003"));
        expectPossible();
        done(BOB, next, 9, 10, Result.created("/q/s0000000003"));
        expectImpossible();
    }

    @Test
    void aLockHasOneOwner() {
        history.invoke(ANN, new Call.EndSession(), 0);
        done(ANN, lock("/lock"), 1, 2, Result.created("/lock"));
        done(BOB, lock("/lock"), 3, 4, Result.failed(Result.NODE_EXISTS));
        done(BOB, lock("/lock"), 5, 6, Result.created("/lock"));
        expectPossible();
        done(ANN, new Call.Delete("/lock", -1), 7, 8, Result.done());
        expectImpossible(); // The session of the first owner lives, so the second cannot have become it.
    }

    @Test
    void anEphemeralOfASessionThatEndedIsGone() {
        done(ANN, lock("/lock"), 1, 2, Result.created("/lock"));
        done(ANN, new Call.EndSession(), 3, 4, Result.done());
        syncedRead(BOB, "/lock", 5, 6, Result.read("", 0));
        expectImpossible();
    }

    @Test
    void aMultiIsSeenAsAWholeOrNotAtAll() {
        done(ANN, new Call.Multi(List.of(create("/a", "1"), create("/b", "1"))), 0, 1, Result.done());
        history.invoke(ANN, new Call.Multi(List.of(set("/a", "2"), set("/b", "2"))), 2);
        syncedRead(BOB, "/a", 3, 4, Result.read("2", 1));
        expectPossible();
        syncedRead(BOB, "/b", 5, 6, Result.read("1", 0));
        expectImpossible();
    }

    @Test
    void aMultiThatFailsChangesNothing() {
        done(ANN, create("/a", "1"), 0, 1, Result.created("/a"));
        Call multi = new Call.Multi(List.of(set("/a", "2"), set("/b", "2")));
        done(ANN, multi, 2, 3, Result.failed(Result.NO_NODE));
        syncedRead(BOB, "/a", 4, 5, Result.read("1", 0));
        expectPossible();
    }

    /** Draws runs of one true copy, with answers that are lost, and then spoils one answer. */
    @Test
    void aTrueCopyIsAlwaysPossibleAndALostUpdateIsFound() {
        int found = 0;
        for (int round = 0; round < 200; round++) {
            SplittableRandom random = new SplittableRandom(round);
            History trueRun = draw(random, -1);
            assertThat(Linearizability.check(trueRun, 100_000).kind())
                    .as("round %d", round)
                    .isEqualTo(Verdict.Kind.LINEARIZABLE);
            History spoiled = draw(new SplittableRandom(round), 100 + random.nextInt(100));
            found += Linearizability.check(spoiled, 100_000).isImpossible() ? 1 : 0;
        }
        assertThat(found).isGreaterThan(190);
    }

    /** @param lost which of the writes is answered and not carried out */
    private static History draw(SplittableRandom random, int lost) {
        History drawn = new History();
        drawn.answer(drawn.invoke(0, create("/r", "0"), 0), Result.created("/r"), 1);
        int version = 0;
        String value = "0";
        for (int i = 0; i < 300; i++) {
            long session = random.nextInt(5);
            long at = 10L * i + random.nextInt(5);
            if (i != lost && random.nextInt(3) == 0) {
                Operation read = drawn.invokeReadBehindSync(session, new Call.Get("/r"), at, at);
                drawn.answer(read, Result.read(value, version), at + random.nextInt(5));
                continue;
            }
            boolean answered = random.nextInt(10) > 0;
            Operation write = drawn.invoke(session, set("/r", "v" + i), at);
            if (i == lost) {
                drawn.answer(write, Result.written(version + 1), at + random.nextInt(3));
            } else if (answered || random.nextBoolean()) {
                value = "v" + i;
                version++;
                if (answered) {
                    drawn.answer(write, Result.written(version), at + random.nextInt(3));
                }
            }
        }
        return drawn;
    }
}
