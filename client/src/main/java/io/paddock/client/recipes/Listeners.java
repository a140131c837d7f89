package io.paddock.client.recipes;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the application, whose failures must not stop a recipe. */
final class Listeners {

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private Listeners() {}

    static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            LOG.warn("A listener of the application failed; the recipe goes on.", e);
        }
    }
}
