package io.paddock.interop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.testsupport.Installation;
import io.paddock.testsupport.ServerProcess;
import io.paddock.testsupport.ServerSetup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same lines typed into both shells give the same output, the same errors and the same exit code. Each shell has a server
 * of its own, both new, so that even zxids agree.
 */
class ShellComparisonTest {

    private static final String LINES = """
            ls /
            ls -s /
            create /a 1
            create /a 1 foo
            create /b 1 foo:bar:cdrwa
            setAcl /a foo
            setAcl -s /a world:anyone:cdrwaz
            getAcl -s /a
            setAcl -v 7 /a world:anyone:r
            create /q 'single quoted'
            create /i "it's"
            create /x /y z:anyone:r
            create "/a with space" v
            get /q
            get /i
            get "/a with space"
            history
            redo 0
            redo 99
            redo 18
            stat /a
            printwatches
            printwatches foo
            printwatches
            printwatches on
            stat -w /nope
            create /nope now
            get -x /a
            get -b /a
            create /null
            get /null
            get -b /null
            get -x /null
            create /empty ""
            get /empty
            get -x /empty
            ls /a watch
            get /a watch
            stat /a watch
            ls -? /
            ls -?
            ls -R /
            ls -w /a
            create /a/child
            ls -sR /a
            get
            set
            create
            get -z /a
            create -t
            create -t x /t
            create -t 0 /t
            create -t 1 /t
            create -e -t 1 /t
            create -c -t 1 /t
            create -c -s /t
            create relative
            create /a/
            create /a//b
            create /a/../b
            create ""
            whoami
            config
            config -c
            config -s
            reconfig
            reconfig -add 5=foo
            reconfig -add a -members b
            reconfig -file a -members b
            reconfig -v xyz -add b
            reconfig -file /nope/nope
            setquota -n 0 /a
            setquota -b -1 /a
            setquota -n 3 -b 4 /a
            setquota /a
            setquota -n x /a
            setquota -n 5 /
            setquota -n 5 /zookeeper/quota/x
            setquota -n 1 /missing
            setquota -n 1 /a
            listquota /a
            setquota -B 100 /a
            listquota /a
            setquota -n 1 /a/child
            delquota -n /a
            listquota /a
            delquota /a
            delquota /a
            listquota /a
            setquota -n 5 /a/child
            setquota -n 5 /a
            create -e /eph
            create /eph/x
            getEphemerals
            getEphemerals /ep
            getEphemerals /other
            getAllChildrenNumber /
            create -s /seq- x
            create -e -s /seq- x
            create -c /container
            addWatch /tree
            create /tree
            set /tree 1
            removewatches /tree -c
            removewatches /tree
            removewatches /tree
            addWatch -m persistent /tree
            set /tree 2
            get -w /tree
            ls -w /tree
            removewatches /tree -d
            removewatches /tree -c
            removewatches /tree -d
            removewatches /tree -a
            set /tree 3
            version
            set -v 3 /null x
            set -s -b /null YWJj
            get -s -w /null
            set /null q
            delete -v 9 /null
            delete /null 9
            delete /a
            deleteall
            deleteall /nope -b x
            deleteall /nothing
            deleteall /a -b 1
            deleteall /
            delete /
            delete /zookeeper
            sync /
            sync /nothing
            sync
            sync relative
            listquota
            listquota relative
            listquota /
            delquota
            delquota relative
            delquota -n /nope
            setquota
            setquota -n 5
            setquota -n 5 relative
            setquota -n 5 -x /a
            removewatches
            removewatches relative
            removewatches /x -c -d
            redo
            redo -1
            history -z
            version x
            getEphemerals relative
            getAcl
            getAcl relative
            getAcl /nope
            setAcl
            setAcl /a
            setAcl -R /nope world:anyone:r
            setAcl -v 0 /zookeeper world:anyone:r
            create /a/b/c
            create -e -c /x
            create /ü ö
            get /ü
            get -x /ü
            create -s -e -t 5 /x
            create /one "x" "world:anyone:r"
            getAcl /one
            set /one y
            get -s -b -x /one
            get /a/
            get relative
            stat relative
            delete relative
            set relative x
            getAllChildrenNumber
            getAllChildrenNumber /nope
            create /p "two words"
            get /p
            create /j {"k":"v"}
            get /j
            addauth
            addauth digest bob:secret
            create /private x auth::cdrwa
            getAcl /private
            setAcl -s /private auth::r
            get /private
            set /private y
            create /bad x digest:bob
            create /bad x ip:999:r
            create /bad x nosuch:x:r
            create /bad x world:someone:r
            create /bad x world:anyone:r,foo
            setAcl /bad world:anyone:crdaw,ip:127.0.0.1:cdrwa
            getAcl /bad
            setAcl -R /bad world:anyone:q
            reconfig -remove 1
            reconfig -x
            nosuch
            help
            NoSuch x
            sync -z /
            getEphemerals -z
            whoami -z
            close -z
            ls /
            history
            """;

    @TempDir
    private Path folder;

    private ServerProcess first;
    private ServerProcess second;

    @BeforeEach
    void startServers() throws IOException {
        first = start("first");
        second = start("second");
    }

    private ServerProcess start(String name) throws IOException {
        return ServerSetup.of(Installation.paddock(), folder.resolve(name)).start();
    }

    @AfterEach
    void endServers() throws IOException {
        first.close();
        second.close();
    }

    @Test
    void linesOfAPipeGiveTheSame() throws IOException {
        List<String> lines = LINES.lines().toList();
        ShellOutcome apache = ShellKind.APACHE.run(folder, lines, "-server", first.connectString());
        ShellOutcome ours = ShellKind.PADDOCK.run(folder, lines, "-server", second.connectString());
        assertThat(linesOf(ours.normalized().withoutEvents().out()))
                .isEqualTo(linesOf(apache.normalized().withoutEvents().out()));
        assertThat(linesOf(ours.normalized().err()))
                .isEqualTo(linesOf(apache.normalized().err()));
        assertThat(ours.events()).isEqualTo(apache.events());
        assertThat(ours.exitCode()).isEqualTo(apache.exitCode());
    }

    @Test
    void theCodeOfAPipeIsThatOfItsLastCommand() throws IOException {
        for (String last : List.of("get /nope", "nosuch", "ls /")) {
            List<String> lines = List.of("create /a", "get /nope", "nosuch", last);
            int apache = ShellKind.APACHE
                    .run(folder, lines, "-server", first.connectString())
                    .exitCode();
            assertThat(ShellKind.PADDOCK
                            .run(folder, lines, "-server", second.connectString())
                            .exitCode())
                    .as(last)
                    .isEqualTo(apache);
        }
    }

    @Test
    void commandsOfACommandLineGiveTheSame() throws IOException {
        String[] commands = {
            "create /one first",
            "get /one",
            "get /nope",
            "ls",
            "set -v 7 /one x",
            "stat /one",
            "redo 0",
            "history",
            "whoami",
            "nosuch",
            "delete /one",
        };
        for (String command : commands) {
            String[] words = command.split(" ");
            ShellOutcome apache = run(ShellKind.APACHE, first, words);
            ShellOutcome ours = run(ShellKind.PADDOCK, second, words);
            assertThat(ours.normalized()).as(command).isEqualTo(apache.normalized());
        }
    }

    private ShellOutcome run(ShellKind kind, ServerProcess server, String... words) throws IOException {
        String[] arguments = new String[words.length + 3];
        arguments[0] = "-waitforconnection"; // The event before the result, always.
        arguments[1] = "-server";
        arguments[2] = server.connectString();
        System.arraycopy(words, 0, arguments, 3, words.length);
        return kind.run(folder, List.of(), arguments);
    }

    private static List<String> linesOf(String text) {
        return text.lines().toList();
    }
}
