package io.paddock.cluster;

import io.paddock.client.Client;
import io.paddock.client.DidNotHappenException;
import io.paddock.client.MayHaveHappenedException;
import io.paddock.client.NewNode;
import io.paddock.client.NodeData;
import io.paddock.client.RefusedException;
import io.paddock.client.Transaction;
import io.paddock.testsupport.history.Call;
import io.paddock.testsupport.history.History;
import io.paddock.testsupport.history.Operation;
import io.paddock.testsupport.history.Result;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A client of which everything is written down: registers with and without versions, sequences, transactions, reads with
 * and without a sync. It does one thing after the other on a thread of its own. Owned by the test.
 */
final class Witnessed implements AutoCloseable {

    private static final Duration SESSION = Duration.ofSeconds(40);
    private static final Set<Integer> JUDGED =
            Set.of(Result.NO_NODE, Result.BAD_VERSION, Result.NODE_EXISTS, Result.NOT_EMPTY);

    /** One operation and what it is answered with. */
    @FunctionalInterface
    private interface Act {
        Result go() throws InterruptedException;
    }

    private final History history;
    private final Client client;
    private final Random random;
    private final String name;
    private final Thread thread = new Thread(this::work, "witnessed");
    private final long session;
    private int values;
    private volatile boolean stopping;
    private volatile Throwable failure;

    /** @param history shared, and its lock */
    Witnessed(String connectString, String name, History history, long seed) throws InterruptedException {
        this.name = name;
        this.history = history;
        this.random = new Random(seed);
        this.client = Client.builder(connectString).sessionTimeout(SESSION).open();
        client.blocking().sync("/");
        this.session = client.session().orElseThrow().id();
        thread.start();
    }

    private void work() {
        try {
            while (!stopping) {
                act();
                Thread.sleep(random.nextInt(4)); // The pace of a client, nothing is waited for.
            }
        } catch (InterruptedException | RuntimeException | AssertionError e) {
            failure = e;
        }
    }

    private void act() throws InterruptedException {
        String register = "/r" + random.nextInt(3);
        switch (random.nextInt(8)) {
            case 0 -> create(register);
            case 1, 2 -> set(register, random.nextBoolean() ? -1 : random.nextInt(200));
            case 3 -> delete(register);
            case 4 -> sequence();
            case 5 -> both();
            case 6 -> write(new Call.Get(register), -1, false, () -> read(register));
            default -> {
                long before = System.nanoTime();
                try {
                    client.blocking().sync(register);
                } catch (MayHaveHappenedException | DidNotHappenException lost) {
                    return;
                }
                write(new Call.Get(register), before, true, () -> read(register));
            }
        }
    }

    private Result read(String path) throws InterruptedException {
        NodeData data = client.blocking().getData(path);
        return Result.read(data.text(), data.version());
    }

    private void create(String path) throws InterruptedException {
        String value = value();
        write(new Call.Create(path, value, false, false), () -> {
            client.blocking().create(NewNode.persistent(path).data(value));
            return Result.created(path);
        });
    }

    private void set(String path, int version) throws InterruptedException {
        String value = value();
        write(
                new Call.SetData(path, value, version),
                () -> Result.written(
                        client.blocking().setData(path, bytes(value), version).version()));
    }

    private void delete(String path) throws InterruptedException {
        if (random.nextInt(3) == 0) {
            write(new Call.Delete(path, -1), () -> {
                client.blocking().delete(path, -1);
                return Result.done();
            });
        }
    }

    private void sequence() throws InterruptedException {
        String value = value();
        write(
                new Call.Create("/q/s", value, false, true),
                () -> Result.created(client.blocking()
                        .create(NewNode.persistent("/q/s").sequential().data(value))
                        .path()));
    }

    private void both() throws InterruptedException {
        String value = value();
        write(new Call.Multi(List.of(new Call.SetData("/m0", value, -1), new Call.SetData("/m1", value, -1))), () -> {
            Transaction both = new Transaction();
            both.setData("/m0", bytes(value), -1);
            both.setData("/m1", bytes(value), -1);
            client.blocking().commit(both);
            return Result.done();
        });
    }

    private void write(Call call, Act act) throws InterruptedException {
        write(call, -1, true, act);
    }

    /** @param syncedAt of a read behind a sync; -1 for others */
    private void write(Call call, long syncedAt, boolean linearizable, Act act) throws InterruptedException {
        Operation operation;
        synchronized (history) {
            long now = System.nanoTime();
            operation = !linearizable
                    ? history.invokePlainRead(session, call, now)
                    : syncedAt == -1
                            ? history.invoke(session, call, now)
                            : history.invokeReadBehindSync(session, call, syncedAt, now);
        }
        Result result;
        try {
            result = act.go();
        } catch (MayHaveHappenedException unknown) {
            return;
        } catch (RefusedException refused) {
            if (!JUDGED.contains(refused.code())) {
                throw refused;
            }
            result = Result.failed(refused.code());
        } catch (DidNotHappenException never) {
            synchronized (history) {
                history.forget(operation);
            }
            return;
        }
        synchronized (history) {
            history.answer(operation, result, System.nanoTime());
        }
    }

    private String value() {
        return name + ++values;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Does nothing more. */
    void finish() throws InterruptedException {
        stopping = true;
        thread.join();
        if (failure != null) {
            throw new AssertionError(name + " has failed", failure);
        }
    }

    @Override
    public void close() {
        stopping = true;
        client.close();
    }
}
