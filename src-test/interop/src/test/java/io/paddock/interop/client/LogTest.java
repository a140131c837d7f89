package io.paddock.interop.client;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.paddock.client.BlockingClient;
import io.paddock.client.Client;
import io.paddock.client.NewNode;
import io.paddock.client.recipes.Lock;
import io.paddock.common.protocol.AddWatchMode;
import io.paddock.testsupport.Installation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the client says in the log of its application, and that it leaves the log to the application. */
class LogTest extends ClientSuite {

    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private static final Logger OURS = (Logger) LoggerFactory.getLogger("io.paddock.client");

    @Test
    void aHealthyConnectionSaysThatItBeganAndThatItEndedAndNoMore() throws Exception {
        ListAppender<ILoggingEvent> heard = new ListAppender<>();
        heard.setContext(OURS.getLoggerContext());
        heard.start();
        Level before = OURS.getLevel();
        OURS.setLevel(Level.INFO);
        OURS.addAppender(heard);
        try {
            try (Client client = builder().open()) {
                work(client);
            }
        } finally {
            OURS.detachAppender(heard);
            OURS.setLevel(before);
        }
        assertThat(heard.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("Connected to "),
                        last -> assertThat(last).startsWith("Session 0x").endsWith("has ended: CLOSED."));
        assertThat(heard.list).extracting(ILoggingEvent::getLevel).containsOnly(Level.INFO);
    }

    @Test
    void theClientConfiguresNoLog() throws Exception {
        Level level = ROOT.getLevel();
        int appenders = appenders();
        try (Client client = builder().open()) {
            work(client);
        }
        assertThat(ROOT.getLevel()).isEqualTo(level);
        assertThat(appenders()).isEqualTo(appenders);
        assertThat(filesOfTheJar())
                .noneMatch(name -> name.contains("logback")
                        || name.contains("log4j")
                        || name.contains("simplelogger")
                        || name.startsWith("META-INF/services/org.slf4j"));
    }

    private static void work(Client client) throws Exception {
        BlockingClient blocking = client.blocking();
        String path = blocking.create(NewNode.ephemeral("/log-").sequential()).path();
        blocking.getData(path, event -> {});
        blocking.addWatch(path, AddWatchMode.PERSISTENT, event -> {});
        blocking.setData(path, bytes("x"), Client.ANY_VERSION);
        new Lock(client, "/log-lock").acquire().close();
        blocking.delete(path, Client.ANY_VERSION);
    }

    private static int appenders() {
        List<Object> all = new ArrayList<>();
        ROOT.getLoggerContext()
                .getLoggerList()
                .forEach(logger -> logger.iteratorForAppenders().forEachRemaining(all::add));
        return all.size();
    }

    private static List<String> filesOfTheJar() throws IOException {
        Path jar = Installation.paddock().classPath().stream()
                .filter(file -> file.getFileName().toString().startsWith("paddock-client-"))
                .findFirst()
                .orElseThrow();
        try (JarFile opened = new JarFile(jar.toFile())) {
            return opened.stream().map(ZipEntry::getName).toList();
        }
    }
}
