package io.paddock.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Acl;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.Create;
import io.paddock.server.replica.Answer;
import io.paddock.server.replica.Applied;
import io.paddock.server.replica.Stepped;
import io.paddock.server.replica.Submission;
import io.paddock.server.storage.StorageFailure;
import io.paddock.server.tree.Tree;
import io.paddock.server.txn.WriteRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The replica's thread over a real log on a disk in memory. */
@Timeout(30)
class ReplicaThreadTest {

    private record Asker(int number) implements WriteRequest.Origin {}

    private final Rig rig = new Rig(tree -> {});
    private final Applied start = rig.replica.tail();
    private final Semaphore woken = new Semaphore(0);
    private final Object connection = new Object();
    private Applied cursor = start;

    private void start() {
        rig.start(woken::release);
    }

    private static Create create(String path) {
        return new Create(OpCode.CREATE, Path.of(path), new byte[1], Acl.OPEN, 0, 0);
    }

    private static Submission write(int number, long session, Object connection, String path) {
        return new Submission.Write(
                new WriteRequest(new Asker(number), session, number, OpCode.CREATE, create(path), List.of()),
                connection);
    }

    /** The next step; waits until there is one. */
    private Applied next() throws InterruptedException {
        while (true) {
            rig.gate.enter();
            Applied next;
            try {
                next = cursor.next();
            } finally {
                rig.gate.leave();
            }
            if (next != null) {
                cursor = next;
                return next;
            }
            woken.acquire();
        }
    }

    private long openSession() throws InterruptedException {
        rig.submissions().submit(List.of(new Submission.OpenSession(connection, 30_000)));
        return next().opened().get(0).sessionId();
    }

    private List<Answer> answers(int count) throws InterruptedException {
        List<Answer> answers = new ArrayList<>();
        while (answers.size() < count) {
            answers.addAll(next().answers());
        }
        return answers;
    }

    @Test
    void aLoneWriteIsAnsweredWithoutAnybodyElsesHelp() throws Exception {
        start();
        long session = openSession();
        rig.submissions().submit(List.of(write(1, session, connection, "/a")));
        assertThat(answers(1).get(0).outcome().err()).isZero();
        rig.stop();
        assertThat(rig.fatal.get()).isNull();
    }

    @Test
    void submissionsOfOneThreadAreTakenInTheirOrder() throws Exception {
        start();
        long session = openSession();
        for (int i = 0; i < 2000; i++) {
            rig.submissions().submit(List.of(write(i, session, connection, "/n" + i)));
        }
        List<Answer> answers = answers(2000);
        for (int i = 0; i < 2000; i++) {
            assertThat(answers.get(i).origin()).isEqualTo(new Asker(i));
            assertThat(answers.get(i).zxid()).isEqualTo(2 + i);
        }
        rig.stop();
    }

    @Test
    void aQuestionIsAnsweredByTheReplicaAfterWhatWasSubmittedBeforeIt() throws Exception {
        start();
        long session = openSession();
        rig.submissions().submit(List.of(write(1, session, connection, "/a")));
        boolean seen = rig.replicaThread
                .ask(replica -> replica.outstanding() > 0 // On its way to the disk,
                        || replica.hasNews() // about to be applied,
                        || rig.tree.find(Path.of("/a")) != Tree.NONE)
                .get(20, TimeUnit.SECONDS);
        assertThat(seen).isTrue();
        rig.stop();
    }

    @Test
    void aStopCommitsAndAnswersWhatWasSubmittedBefore() throws Exception {
        start();
        long session = openSession();
        for (int i = 0; i < 300; i++) {
            rig.submissions().submit(List.of(write(i, session, connection, "/n" + i)));
        }
        rig.stop();
        assertThat(answers(300)).allMatch(answer -> answer.outcome().err() == 0);
        assertThat(rig.tree.size()).isEqualTo(304);
        assertThat(rig.fatal.get()).isNull();
    }

    @Test
    void nothingIsAnsweredWhenTheDiskFails() throws Exception {
        start();
        long session = openSession();
        rig.disk.failForceAfter(0);
        rig.submissions().submit(List.of(write(1, session, connection, "/a")));
        while (rig.fatal.get() == null) {
            Thread.onSpinWait();
        }
        assertThat(rig.fatal.get()).isInstanceOf(StorageFailure.class);
        int outstanding = rig.replicaThread.ask(Stepped::outstanding).get(20, TimeUnit.SECONDS);
        assertThat(outstanding).isEqualTo(1);
        assertThat(rig.tree.find(Path.of("/a"))).isEqualTo(Tree.NONE);
        rig.gate.enter();
        assertThat(cursor.next()).isNull();
        rig.gate.leave();
        rig.replicaThread.onLogSynced(2); // A lie that lets the thread of this test end.
        rig.stop();
    }
}
