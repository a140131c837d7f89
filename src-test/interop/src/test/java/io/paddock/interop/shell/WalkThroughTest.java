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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The walk-through of the specification, cli A.3 and A.4, as somebody types it and as a pipe gives it. */
class WalkThroughTest {

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

    @ParameterizedTest(name = "on a terminal: {0}")
    @ValueSource(booleans = {false, true})
    void nodeCommands(boolean onTerminal) throws IOException {
        try (Typist shell = open(onTerminal)) {
            shell.says("ls /", "[zookeeper]\n");
            assertThat(shell.answer("ls -s /"))
                    .startsWith("[zookeeper]\ncZxid = 0x0\nctime = Thu Jan 01 00:00:00 UTC 1970\n");
            shell.says("create /myNode \"Hello, Zookeeper.\"", "Created /myNode\n");
            shell.says("create -e /myEphemeralNode \"Ephemeral Data\"", "Created /myEphemeralNode\n");
            shell.says("create -s /mySequentialNode \"Sequential Data\"", "Created /mySequentialNode0000000002\n");
            shell.says(
                    "create -e -s /myEphemeralSequentialNode \"Ephemeral Sequential Data\"",
                    "Created /myEphemeralSequentialNode0000000003\n");
            shell.says("create -c /myContainerNode \"Container Data\"", "Created /myContainerNode\n");
            shell.says(
                    "ls /",
                    "[myContainerNode, myEphemeralNode, myEphemeralSequentialNode0000000003, myNode,"
                            + " mySequentialNode0000000002, zookeeper]\n");
            assertThat(shell.quit()).isZero();
        }
        try (Typist shell = open(onTerminal)) {
            shell.says("ls /", "[myContainerNode, myNode, mySequentialNode0000000002, zookeeper]\n");
            shell.says("get /myNode", "Hello, Zookeeper.\n");
            assertThat(shell.answer("get -s /myNode"))
                    .matches(
                            "(?s)Hello, Zookeeper\\.\ncZxid = 0x.*dataVersion = 0\n.*dataLength = 17\nnumChildren = 0\n");
            shell.says("set /myNode \"Hello, Zookeeper, this is a new data.\"", "");
            assertThat(shell.answer("get -s /myNode"))
                    .startsWith("Hello, Zookeeper, this is a new data.\ncZxid = 0x")
                    .contains("\ndataVersion = 1\n")
                    .contains("\ndataLength = 37\n");
            assertThat(shell.answer("stat /")).contains("\ncversion = 6\n").endsWith("\nnumChildren = 4\n");
            shell.says("delete /myNode", "");
            shell.says("ls /", "[myContainerNode, mySequentialNode0000000002, zookeeper]\n");
            shell.says("create /myNode", "Created /myNode\n");
            shell.says("create /myNode/childNode1", "Created /myNode/childNode1\n");
            shell.says("create /myNode/childNode1/childNode2", "Created /myNode/childNode1/childNode2\n");
            assertThat(shell.answer("delete /myNode")).startsWith("Node not empty: /myNode\n");
            shell.says("deleteall /myNode", "");
            shell.says("ls /", "[myContainerNode, mySequentialNode0000000002, zookeeper]\n");
            assertThat(shell.answer("help"))
                    .startsWith(
                            "ZooKeeper -server host:port -client-configuration properties-file cmd args\n\taddWatch")
                    .contains("Command not found: Command not found help\n");
            assertThat(shell.quit()).isZero();
        }
    }

    @ParameterizedTest(name = "on a terminal: {0}")
    @ValueSource(booleans = {false, true})
    void watchesSeenFromTwoShells(boolean onTerminal) throws IOException {
        try (Typist left = open(onTerminal);
                Typist right = open(onTerminal)) {
            left.says("create /myNode test", "Created /myNode\n");
            left.says("ls -w /myNode", "[]\n");
            right.says("create /myNode/test1 \"test1\"", "Created /myNode/test1\n");
            left.sees("NodeChildrenChanged", "/myNode");
            right.says("create /myNode/test2 \"test2\"", "Created /myNode/test2\n");
            left.says("get -w /myNode", "test\n");
            right.says("set /myNode \"change data\"", "");
            left.sees("NodeDataChanged", "/myNode");
            right.says("set /myNode \"change data again\"", "");

            left.says("addWatch /tree", "");
            right.says("create /tree 1", "Created /tree\n");
            left.sees("NodeCreated", "/tree");
            right.says("create /tree/a 1", "Created /tree/a\n");
            left.sees("NodeCreated", "/tree/a");
            right.says("set /tree/a 2", "");
            left.sees("NodeDataChanged", "/tree/a");
            right.says("delete /tree/a", "");
            left.sees("NodeDeleted", "/tree/a");
            assertThat(left.answer("removewatches /tree"))
                    .contains("WatchedEvent state:SyncConnected type:PersistentWatchRemoved path:/tree zxid: -1\n");
            left.says("addWatch -m PERSISTENT /tree", "");
            right.says("create /tree/b 1", "Created /tree/b\n");
            left.sees("NodeChildrenChanged", "/tree");
            right.says("set /tree 9", "");
            left.sees("NodeDataChanged", "/tree");
            right.says("set /tree/b 9", "");
            // A watch that is not recursive does not see it, and used-up ones saw nothing: the next answer comes first.
            left.says("get /tree", "9\n");
        }
    }

    private Typist open(boolean onTerminal) throws IOException {
        assumeTrue(!onTerminal || Conversation.hasTerminals(), "the program script makes the pseudo-terminal");
        return new Typist(Conversation.open(onTerminal, server.connectString()), server.connectString(), onTerminal);
    }
}
