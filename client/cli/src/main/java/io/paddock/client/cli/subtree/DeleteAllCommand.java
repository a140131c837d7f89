package io.paddock.client.cli.subtree;

import io.paddock.client.Client;
import io.paddock.client.ClientException;
import io.paddock.client.Transaction;
import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * {@code deleteall}: lists the tree level by level and deletes it from the end, in transactions of many deletions each. What
 * a transaction has deleted stays deleted when a later one fails (specification, cli 7.1).
 */
public final class DeleteAllCommand implements Command {

    private static final int BATCH = 1000;
    private static final int IN_FLIGHT_MAX = 10;

    private static final CommandSpec SPEC = CommandSpec.of(
                    "deleteall", "path [-b batch size]", "Deletes a znode and everything below it.")
            .value("b", "How many deletions go into one transaction, 1000 if not given; 0 for none")
            .examples("deleteall /app", "deleteall /big -b 5000")
            .needs(1);

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws CommandFailure, InterruptedException {
        int batch = batch(in.value("b"));
        String path = in.path();
        List<String> paths = new ArrayList<>();
        Walk.ofChildren(in.client()).breadthFirst().run(path, (step, children) -> paths.add(step.path()));
        Collections.reverse(paths);
        boolean complete = batch <= 0 ? oneByOne(in.client(), paths) : inBatches(in.client(), paths, batch);
        if (!complete) {
            // Not a failure to scripts: specification, cli 2.
            in.output().error("Failed to delete some node(s) in the subtree!");
        }
    }

    private static int batch(String value) throws CommandFailure {
        try {
            return value == null ? BATCH : Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new CommandFailure(
                    "-b argument must be an int value", "It is a number of deletions, such as -b 500.");
        }
    }

    private static boolean inBatches(Client client, List<String> paths, int batch) throws InterruptedException {
        Flight flight = new Flight(client, IN_FLIGHT_MAX);
        for (int from = 0; from < paths.size(); from += batch) {
            Transaction deletions = new Transaction();
            paths.subList(from, Math.min(from + batch, paths.size()))
                    .forEach(path -> deletions.delete(path, Client.ANY_VERSION));
            flight.add(client.commit(deletions));
        }
        return flight.land();
    }

    private static boolean oneByOne(Client client, List<String> paths) throws InterruptedException {
        Flight flight = new Flight(client, IN_FLIGHT_MAX * 10);
        for (String path : paths) {
            flight.add(client.delete(path, Client.ANY_VERSION));
        }
        return flight.land();
    }

    /** Requests on their way, a limited number. */
    private static final class Flight {
        private final Client client;
        private final int max;
        private final Deque<CompletableFuture<?>> requests = new ArrayDeque<>();
        private boolean complete = true;

        Flight(Client client, int max) {
            this.client = client;
            this.max = max;
        }

        void add(CompletableFuture<?> request) throws InterruptedException {
            requests.add(request);
            while (requests.size() >= max) {
                await(requests.remove());
            }
        }

        /** False if one of them failed. */
        boolean land() throws InterruptedException {
            while (!requests.isEmpty()) {
                await(requests.remove());
            }
            return complete;
        }

        private void await(CompletableFuture<?> request) throws InterruptedException {
            try {
                client.blocking().await(request);
            } catch (ClientException e) {
                complete = false;
            }
        }
    }
}
