package io.paddock.interop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.client.BlockingClient;
import io.paddock.client.Client;
import io.paddock.client.NewNode;
import io.paddock.testsupport.Eventually;
import io.paddock.testsupport.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What clients cost in threads, and what they leave behind. */
class FootprintTest extends ClientSuite {

    @Test
    void anyNumberOfClientsShareTheirThreadsAndLeaveNone() throws Exception {
        List<Client> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(builder().open());
        }
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (Client client : many) {
            all.add(client.create(NewNode.ephemeral("/many-").sequential()));
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        assertThat(threads("paddock-client-io")).hasSize(1);
        assertThat(threads("paddock-client-callback").size())
                .isLessThanOrEqualTo(Math.max(4, Runtime.getRuntime().availableProcessors()));
        many.forEach(Client::closeAsync);
        many.forEach(Client::close);
        Eventually.eventually(SOON, () -> assertThat(threads("paddock-client-")).isEmpty());
    }

    @Test
    void theJarOfTheClientIsSmall() {
        assertThat(Installation.paddock().classPath())
                .filteredOn(jar -> jar.getFileName().toString().startsWith("paddock-client-"))
                .singleElement()
                .satisfies(jar -> assertThat(Files.size(jar)).isLessThan(500_000));
    }

    @Test
    void theClientBringsNettyAndTheApiOfSlf4jAndNoMore() throws IOException {
        assertThat(dependencies("client"))
                .containsExactlyInAnyOrder(
                        "io.paddock:paddock-common",
                        "io.netty:netty-handler",
                        "io.netty:netty-transport-classes-epoll",
                        "io.netty:netty-transport-native-epoll",
                        "io.netty:netty-transport-native-epoll",
                        "org.slf4j:slf4j-api");
        assertThat(dependencies("common")).isEmpty();
    }

    /** Those that a module hands on, by group and name. */
    private static List<String> dependencies(String module) throws IOException {
        String pom = Files.readString(Installation.repository().resolve(module).resolve("pom.xml"));
        return Pattern.compile("<dependency>(.*?)</dependency>", Pattern.DOTALL)
                .matcher(pom)
                .results()
                .map(found -> found.group(1))
                .filter(dependency -> !dependency.contains("<scope>test</scope>"))
                .map(dependency -> element(dependency, "groupId") + ":" + element(dependency, "artifactId"))
                .toList();
    }

    private static String element(String xml, String name) {
        return xml.substring(xml.indexOf("<" + name + ">") + name.length() + 2, xml.indexOf("</" + name + ">"));
    }

    @Test
    void aClientWithoutAServerLeavesNothingEither() {
        Client client = Client.open("127.0.0.1:1");
        CompletableFuture<?> waiting = client.exists("/");
        client.close();
        assertThat(waiting).isCompletedExceptionally();
        Eventually.eventually(SOON, () -> assertThat(threads("paddock-client-")).isEmpty());
    }

    @Test
    void openingAndClosingAtOnceIsFine() throws Exception {
        for (int i = 0; i < 50; i++) {
            Client client = builder().open();
            CompletableFuture<?> create =
                    client.create(NewNode.ephemeral("/brief-").sequential());
            client.close();
            assertThat(create.handle((created, failure) -> true).get(30, TimeUnit.SECONDS))
                    .isTrue();
        }
        BlockingClient after = client();
        Eventually.eventually(
                SOON, () -> assertThat(after.getChildren("/").names()).noneMatch(name -> name.startsWith("brief-")));
    }

    private static List<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }
}
