package io.paddock.client.session;

import io.paddock.client.Client;
import io.paddock.client.Watch;
import io.paddock.client.WatchEvent;
import io.paddock.client.WatchEvent.Kind;
import io.paddock.common.protocol.AddWatchMode;
import java.util.ArrayDeque;
import java.util.concurrent.Flow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscription to the events of a watch that stays. What the subscriber has not asked for waits here; what does not
 * fit is dropped, and {@link Kind#EVENTS_MISSED} stands in its place.
 *
 * <p>Usable by any thread: guarded by itself, and signals the subscriber from one thread at a time.
 */
final class EventStream implements Flow.Subscription {

    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    private static final int WAITING_MAX = 1024;

    private final Client client;
    private final String path;
    private final AddWatchMode mode;
    private final Flow.Subscriber<? super WatchEvent> subscriber;
    private final ArrayDeque<WatchEvent> waiting = new ArrayDeque<>();

    private long requested;
    private boolean signalling;
    private boolean ended;
    private boolean finished;
    private Throwable failure;
    private Watch watch;

    EventStream(Client client, String path, AddWatchMode mode, Flow.Subscriber<? super WatchEvent> subscriber) {
        this.client = client;
        this.path = path;
        this.mode = mode;
        this.subscriber = subscriber;
    }

    void start() {
        subscriber.onSubscribe(this);
        client.addWatch(path, mode, this::onEvent).whenComplete(this::onWatch);
    }

    private void onWatch(Watch set, Throwable problem) {
        boolean unwanted;
        synchronized (this) {
            watch = set;
            unwanted = finished || failure != null;
            if (problem != null && failure == null) {
                ended = true;
                failure = problem;
            }
        }
        if (unwanted && set != null) {
            set.remove();
        }
        signal();
    }

    private void onEvent(WatchEvent event) {
        synchronized (this) {
            if (ended || finished) {
                return;
            }
            if (event.kind() == Kind.WATCH_ENDED) {
                ended = true;
                waiting.add(event);
            } else if (waiting.size() < WAITING_MAX) {
                waiting.add(event);
            } else if (waiting.peekLast().kind() != Kind.EVENTS_MISSED) {
                waiting.removeLast();
                waiting.add(new WatchEvent(Kind.EVENTS_MISSED, path, -1));
            }
        }
        signal();
    }

    @Override
    public void request(long count) {
        if (count <= 0) {
            fail(new IllegalArgumentException("a subscriber asked for " + count + " events"));
        } else {
            synchronized (this) {
                requested = requested + count < 0 ? Long.MAX_VALUE : requested + count;
            }
        }
        signal();
    }

    @Override
    public void cancel() {
        Watch set;
        synchronized (this) {
            finished = true;
            waiting.clear();
            set = watch;
        }
        if (set != null) {
            set.remove();
        }
    }

    /** Hands over what may be handed over; a signal that comes meanwhile is noticed by the loop. */
    private void signal() {
        synchronized (this) {
            if (signalling) {
                return;
            }
            signalling = true;
        }
        while (true) {
            WatchEvent next;
            boolean last = false;
            synchronized (this) {
                next = !finished && requested > 0 ? waiting.poll() : null;
                if (next != null) {
                    requested--;
                } else {
                    signalling = false;
                    last = ended && !finished && waiting.isEmpty();
                    finished |= last;
                }
            }
            if (next != null) {
                hand(next);
            } else {
                if (last) {
                    finish();
                }
                return;
            }
        }
    }

    private void hand(WatchEvent event) {
        try {
            subscriber.onNext(event);
        } catch (RuntimeException | Error e) {
            LOG.warn("A subscriber of the events of {} failed; its stream ends.", path, e);
            fail(e);
        }
    }

    /** The subscriber has broken the rules: its stream ends, and it is told why. */
    private void fail(Throwable why) {
        Watch set;
        synchronized (this) {
            ended = true;
            failure = why;
            waiting.clear();
            set = watch;
        }
        if (set != null) {
            set.remove();
        }
    }

    private void finish() {
        if (failure != null) {
            subscriber.onError(failure);
        } else {
            subscriber.onComplete();
        }
    }
}
