package io.paddock.interop.client;

import io.paddock.client.BlockingClient;
import io.paddock.client.Client;
import io.paddock.client.ClientBuilder;
import io.paddock.testsupport.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
