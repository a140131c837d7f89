package io.paddock.client.session;

import io.paddock.client.ConnectString.Server;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Which server to try next, and after which pause: in an order that is shuffled once, round and round; the pause is drawn
 * at random below a bound that doubles with every round in vain.
 *
 * <p>Owned by the I/O thread.
 */
final class Servers {

    /** Of the first round: enough that the clients of a lost server do not come all at once. */
    private static final long FIRST_PAUSE_MS_MAX = 200;

    private final RandomGenerator luck;
    private final long pauseMsMax;
    private List<Server> order;
    private int position;
    private int failedInARow;

    /** The longest pause is given in ms. */
    Servers(List<Server> servers, RandomGenerator luck, long pauseMsMax) {
        this.luck = luck;
        this.pauseMsMax = pauseMsMax;
        replace(servers);
    }

    void replace(List<Server> servers) {
        List<Server> shuffled = new ArrayList<>(servers);
        Collections.shuffle(shuffled, new java.util.Random(luck.nextLong()));
        order = shuffled;
        position = 0;
        failedInARow = 0;
    }

    /** Tries this one next. */
    void prefer(Server server) {
        position = Math.max(0, order.indexOf(server));
    }

    int count() {
        return order.size();
    }

    boolean contains(Server server) {
        return order.contains(server);
    }

    Server next() {
        Server server = order.get(position);
        position = (position + 1) % order.size();
        return server;
    }

    void onConnected() {
        failedInARow = 0;
    }

    /** After a failed attempt, or a lost connection: how long to wait before the next, in ms. */
    long pauseMs() {
        int rounds = failedInARow++ / order.size();
        long bound = Math.min(pauseMsMax, FIRST_PAUSE_MS_MAX << Math.min(rounds, 16));
        return luck.nextLong(bound + 1);
    }
}
