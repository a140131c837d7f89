package io.paddock.client.recipes;

import io.paddock.client.Client;
import io.paddock.client.WatchEvent;
import io.paddock.client.Watcher;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The watcher of something that waits: wakes it once, whatever comes. One that is not needed any more is forgotten, so that
 * waiting in vain leaves nothing behind.
 *
 * <p>Usable by any thread.
 */
final class Wakeup implements Watcher {

    private final Client client;
    private final Runnable then;
    private final List<String> paths;
    private final AtomicBoolean awake = new AtomicBoolean();

    /** To be set on these paths. */
    Wakeup(Client client, Runnable then, String... paths) {
        this.client = client;
        this.then = then;
        this.paths = List.of(paths);
    }

    @Override
    public void onEvent(WatchEvent event) {
        if (awake.compareAndSet(false, true)) {
            forget();
            then.run();
        }
    }

    /** Takes it off its paths. To be repeated when a read that was under way has set it meanwhile. */
    void forget() {
        awake.set(true);
        paths.forEach(path -> client.forgetWatcher(path, this));
    }
}
