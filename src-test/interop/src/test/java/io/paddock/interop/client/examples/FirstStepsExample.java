package io.paddock.interop.client.examples;

import io.paddock.client.Client;
import io.paddock.client.ClientException;
import io.paddock.client.Created;
import io.paddock.client.MayHaveHappenedException;
import io.paddock.client.NewNode;
import io.paddock.client.NodeData;
import io.paddock.client.Part;
import io.paddock.client.RefusedException;
import io.paddock.client.SessionState;
import io.paddock.client.Transaction;
import io.paddock.client.WatchEvent;
import io.paddock.common.Stat;
import io.paddock.common.protocol.AddWatchMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The client itself: reads, writes, transactions, watches and failures. */
public final class FirstStepsExample {

    private FirstStepsExample() {}

    public static void main(String[] args) throws Exception {
        try (Client client = Client.builder(args[0])
                .sessionTimeout(Duration.ofSeconds(20))
                .listener(state -> System.out.println("session: " + state))
                .open()) {
            run(client);
        }
    }

    static void run(Client client) throws Exception {
        client.blocking().create(NewNode.persistent("/first").data("hello"));
        NodeData data = client.blocking().getData("/first");
        System.out.println(data.text() + ", version " + data.version());

        client.getData("/first")
                .thenCompose(seen ->
                        client.setData("/first", "hello again".getBytes(StandardCharsets.UTF_8), seen.version()))
                .thenAccept(stat -> System.out.println("written as version " + stat.version()))
                .get();

        Transaction move = new Transaction();
        move.check("/first", 1);
        Part<Created> made = move.create(NewNode.ephemeral("/first-").sequential());
        Part<Stat> written = move.setData("/first", null, 1);
        client.commit(move)
                .thenAccept(result -> System.out.println(result.of(made).path() + " and version "
                        + result.of(written).version()))
                .get();

        client.addWatch("/first", AddWatchMode.PERSISTENT_RECURSIVE, event -> {
                    if (event.kind() == WatchEvent.Kind.EVENTS_MISSED) {
                        System.out.println("read everything again");
                    } else {
                        System.out.println(event.kind() + " " + event.path());
                    }
                })
                .get();

        try {
            client.blocking().setData("/first", null, 7);
        } catch (RefusedException.BadVersion e) {
            System.out.println("somebody was faster");
        } catch (MayHaveHappenedException e) {
            System.out.println("look whether " + e.path() + " was written");
        } catch (ClientException e) {
            System.out.println("nothing was written: " + e.getMessage());
        }

        client.blocking().delete("/first", Client.ANY_VERSION);
        if (client.state() == SessionState.CONNECTED) {
            System.out.println("done");
        }
    }
}
