package io.paddock.interop.client;

import io.paddock.client.SessionListener;
import io.paddock.client.SessionState;
import io.paddock.client.WatchEvent;
import io.paddock.client.Watcher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what a client tells, in order, for the test's thread. */
final class Events implements Watcher, SessionListener {

    static final int LIMIT_S = 30;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Override
    public void onEvent(WatchEvent event) {
        heard.add(event.kind() + " " + event.path());
    }

    @Override
    public void onSession(SessionState state) {
        heard.add(state.toString());
    }

    void note(String what) {
        heard.add(what);
    }

    /** The next one. */
    String next() throws InterruptedException {
        String next = heard.poll(LIMIT_S, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was told within " + LIMIT_S + " s");
        }
        return next;
    }

    /** The next ones, so many. */
    List<String> next(int count) throws InterruptedException {
        List<String> list = new ArrayList<>();
        while (list.size() < count) {
            list.add(next());
        }
        return list;
    }

    /** Waits for this one, past others. */
    void await(String wanted) throws InterruptedException {
        List<String> past = new ArrayList<>();
        while (true) {
            String next = heard.poll(LIMIT_S, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no " + wanted + " within " + LIMIT_S + " s, only " + past);
            }
            if (next.equals(wanted)) {
                return;
            }
            past.add(next);
        }
    }

    /** What has come so far. */
    List<String> soFar() {
        List<String> list = new ArrayList<>();
        heard.drainTo(list);
        return list;
    }
}
