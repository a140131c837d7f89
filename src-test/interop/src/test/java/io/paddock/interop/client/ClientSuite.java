package io.paddock.interop.client;

import io.paddock.client.BlockingClient;
import io.paddock.client.Client;
import io.paddock.client.ClientBuilder;
import io.paddock.client.NewNode;
import io.paddock.testsupport.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the tests against both servers share: a server of the kind in turn, and clients that are closed at the end. */
@ParameterizedClass(name = "{0}")
@EnumSource(ServerKind.class)
@Timeout(120)
abstract class ClientSuite {

    static final Duration SOON = Duration.ofSeconds(30);

    static ServerProcess server;

    @TempDir
    private static Path directory;

    @Parameter
    ServerKind kind;

    private final List<Client> clients = new ArrayList<>();

    @BeforeParameterizedClassInvocation
    static void startServer(ServerKind kind) throws IOException {
        server = kind.start(directory);
    }

    @AfterParameterizedClassInvocation
    static void stopServer() throws IOException {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    @AfterEach
    void closeClients() {
        clients.forEach(Client::closeAsync);
        clients.forEach(Client::close);
    }

    ClientBuilder builder() {
        return Client.builder(server.connectString()).sessionTimeout(Duration.ofSeconds(10));
    }

    Client opened(ClientBuilder builder) {
        Client client = builder.open();
        clients.add(client);
        return client;
    }

    BlockingClient client() {
        return opened(builder()).blocking();
    }

    /**
     * What that gives in a callback of the client: in that of an event, for a stage runs on the thread that adds it if its future
     * is complete already.
     */
    static <T> CompletableFuture<T> inCallback(Client client, Callable<T> what) {
        CompletableFuture<T> result = new CompletableFuture<>();
        String path = "/callback-" + UUID.randomUUID();
        client.exists(path, event -> {
            try {
                result.complete(what.call());
            } catch (Throwable failure) {
                result.completeExceptionally(failure);
            }
        });
        client.create(NewNode.ephemeral(path));
        return result;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
