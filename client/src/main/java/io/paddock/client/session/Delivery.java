package io.paddock.client.session;

/** Something that the application is to be told: a result, an event, a state. */
interface Delivery {

    void deliver();
}
