package io.paddock.interop.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.paddock.testsupport.Installation;
import io.paddock.testsupport.ServerProcess;
import io.paddock.testsupport.ServerSetup;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Specification, cli 6, and the keys that end things. */
class ConnectionLifeTest {

    private static final String EVENT = "\nWATCHER::\n\nWatchedEvent state:";

    @TempDir
    private Path folder;

    private ServerProcess server;

    @BeforeEach
    void startServer() throws IOException {
        server = ServerSetup.of(Installation.paddock(), folder).start();
    }

    @AfterEach
    void endServer() throws IOException {
        server.close();
    }

    @Test
    void aLostServerIsToldAndTheSessionComesBack() throws IOException {
        try (Conversation shell = Conversation.open(false, server.connectString())) {
            shell.await("(CONNECTED) 0] ");
            shell.type("create -e /mine");
            shell.await("(CONNECTED) 1] ");
            server.stop();
            shell.await(EVENT + "Disconnected type:None path:null zxid: -1\n");
            server.start();
            shell.await(EVENT + "SyncConnected type:None path:null zxid: -1\n");
            shell.type("getEphemerals");
            shell.await("[/mine]\n");
        }
    }

    @Test
    void watchesAreForgottenWithoutAServer() throws IOException {
        try (Conversation shell = Conversation.open(false, server.connectString())) {
            shell.await("(CONNECTED) 0] ");
            shell.type("addWatch /tree");
            shell.await("(CONNECTED) 1] ");
            server.stop();
            shell.await(EVENT + "Disconnected type:None path:null zxid: -1\n");
            shell.type("removewatches /tree -l");
            shell.await("type:PersistentWatchRemoved path:/tree zxid: -1\n");
            shell.type("removewatches /tree -l");
            shell.await("KeeperErrorCode = No such watcher for /tree\n");
            server.start();
            shell.await(EVENT + "SyncConnected type:None path:null zxid: -1\n");
            shell.type("create /tree");
            shell.await("Created /tree\n");
            shell.type("getAllChildrenNumber /tree");
            assertThat(shell.await("0\n")).doesNotContain("NodeCreated");
        }
    }

    @Test
    void afterCloseOnlyConnectHelps() throws IOException {
        try (Conversation shell = Conversation.open(false, server.connectString())) {
            shell.await("(CONNECTED) 0] ");
            shell.type("create -e /mine");
            shell.type("close");
            shell.await(EVENT + "Closed type:None path:null zxid: -1\n");
            shell.type("ls /");
            shell.await("(CLOSED) 2] Not connected\n");
            shell.type("connect");
            shell.await(EVENT + "SyncConnected type:None path:null zxid: -1\n");
            shell.type("ls /");
            shell.await("(CONNECTED) 4] [zookeeper]\n");
        }
    }

    @Test
    void aRefusedIdentityEndsTheSession() throws IOException {
        try (Conversation shell = Conversation.open(false, server.connectString())) {
            shell.await("(CONNECTED) 0] ");
            shell.type("addauth nosuch me");
            shell.await(EVENT + "AuthFailed type:None path:null zxid: -1\n");
            shell.type("ls /");
            shell.await("Not connected\n");
            shell.await("(AUTH_FAILED) 2] ");
        }
    }

    @Test
    void controlCDropsTheLineAndControlDEndsTheShell() throws IOException {
        assumeTrue(Conversation.hasTerminals(), "the program script makes the pseudo-terminal");
        assumeTrue(Conversation.canInterrupt(), "these tests run where Ctrl-C is ignored, as behind nohup");
        try (Conversation shell = Conversation.open(true, server.connectString())) {
            shell.await("(CONNECTED) 0] ");
            shell.press("delete /everything");
            shell.await("delete /everything"); // Ctrl-C takes what was not read yet with it.
            shell.press("\u0003");
            shell.await("(CONNECTED) 0] ");
            shell.type("get /nope");
            shell.await("Node does not exist: /nope\n");
            shell.await("(CONNECTED) 1] ");
            shell.press("\u0004");
            shell.await(EVENT + "Closed type:None path:null zxid: -1\n");
            assertThat(shell.awaitExit()).isEqualTo(1);
        }
    }

    @Test
    void controlCCancelsTheCommandAndNotTheShell() throws IOException {
        assumeTrue(Conversation.hasTerminals(), "the program script makes the pseudo-terminal");
        assumeTrue(Conversation.canInterrupt(), "these tests run where Ctrl-C is ignored, as behind nohup");
        try (Conversation shell = Conversation.open(true, server.connectString())) {
            shell.await("(CONNECTED) 0] ");
            shell.type("watch /");
            shell.await("any key ends it.\n");
            shell.press("\u0003");
            shell.await("Interrupted");
            shell.await("(CONNECTED) 1] ");
            shell.type("ls /");
            shell.await("[zookeeper]\n");
        }
    }

    @Test
    void tabCompletesCommandsAndPaths() throws IOException {
        assumeTrue(Conversation.hasTerminals(), "the program script makes the pseudo-terminal");
        try (Conversation shell = Conversation.open(true, server.connectString())) {
            shell.await("(CONNECTED) 0] ");
            shell.press("getEph\t");
            shell.await("getEphemerals ");
            shell.type("");
            shell.await("(CONNECTED) 1] ");
            shell.press("ls /zoo\t");
            shell.await("ls /zookeeper/");
            shell.press("qu\t");
            shell.await("quota ");
            shell.type("");
            shell.await("[]\n");
        }
    }
}
