package io.paddock.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.client.Client;
import io.paddock.client.NewNode;
import io.paddock.testsupport.history.Call;
import io.paddock.testsupport.history.History;
import io.paddock.testsupport.history.Linearizability;
import io.paddock.testsupport.history.Operation;
import io.paddock.testsupport.history.Result;
import io.paddock.testsupport.history.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Clients of which everything is written down in one history, and the judgement of it. Owned by the test. */
final class Witnesses implements AutoCloseable {

    private static final int STEPS_MAX = 20_000_000;

    private final History history = new History();
    private final List<Witnessed> clients = new ArrayList<>();

    /** @param connectStrings one client for each */
    Witnesses(List<String> connectStrings, Random random) throws InterruptedException {
        try (Client first = Client.open(connectStrings.get(0))) {
            for (String path : List.of("/q", "/m0", "/m1")) {
                Operation made;
                made = history.invoke(1, new Call.Create(path, "first", false, false), System.nanoTime());
                first.blocking().create(NewNode.persistent(path).data("first"));
                history.answer(made, Result.created(path), System.nanoTime());
            }
        }
        for (String connectString : connectStrings) {
            clients.add(new Witnessed(connectString, "c" + clients.size() + "-", history, random.nextLong()));
        }
    }

    /** They do nothing more. */
    void finish() throws InterruptedException {
        for (Witnessed client : clients) {
            client.finish();
        }
    }

    /** Once they have finished: what they were told can be true of one copy of the data. */
    void expectOneCopy() {
        Verdict verdict = Linearizability.check(history, STEPS_MAX);
        System.out.println(history.size() + " operations: " + verdict.kind());
        assertThat(verdict.isImpossible()).as(verdict.evidence()).isFalse();
        assertThat(history.size()).isGreaterThan(100);
    }

    @Override
    public void close() {
        clients.forEach(Witnessed::close);
    }
}
