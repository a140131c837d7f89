package io.paddock.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.client.Client;
import io.paddock.client.NewNode;
import io.paddock.testsupport.Installation;
import io.paddock.testsupport.Op;
import io.paddock.testsupport.RawClient;
import io.paddock.testsupport.Reply;
import io.paddock.testsupport.Requests;
import io.paddock.testsupport.TestEnsemble;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data that an ensemble of release 3.4 has written, which knows no {@code /zookeeper/config}. */
class OldDataTest {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    @Test
    void anEnsembleGoesOnWithTheDataOfRelease34() throws Exception {
        Installation old = Installation.oldApache();
        List<Installation> members = List.of(old, old, old);
        try (TestEnsemble ensemble =
                TestEnsemble.of(directory, members, 0, setup -> setup.config("snapshot.trust.empty", "true"))) {
            ensemble.start(LIMIT);
            try (RawClient client = RawClient.session(ensemble.server(1).port())) {
                for (int i = 0; i < 20; i++) {
                    byte[] data = ("x" + i).getBytes(StandardCharsets.UTF_8);
                    Reply reply = client.call(Op.CREATE, Requests.create("/old" + i, data, 0));
                    assertThat(reply.err()).isZero();
                }
            }
            for (long sid : ensemble.sids()) {
                ensemble.server(sid).stop();
                ensemble.replace(sid, Installation.paddock());
            }
            ensemble.start(LIMIT);
            for (long sid : ensemble.sids()) {
                try (Client client = Client.open(ensemble.server(sid).connectString())) {
                    client.blocking().sync("/");
                    for (int i = 0; i < 20; i++) {
                        assertThat(client.blocking().getData("/old" + i).text()).isEqualTo("x" + i);
                    }
                    assertThat(client.blocking().getData("/zookeeper/config").text())
                            .contains("server.1=127.0.0.1:", "server.3=127.0.0.1:", "version=0");
                    client.blocking().create(NewNode.persistent("/new" + sid).data("y"));
                }
            }
            ensemble.server(1).kill();
            ensemble.server(2).kill();
            ensemble.server(3).kill();
            ensemble.start(LIMIT);
            try (Client client = Client.open(ensemble.connectString())) {
                assertThat(client.blocking().getData("/new3").text()).isEqualTo("y");
                assertThat(client.blocking().getData("/old0").text()).isEqualTo("x0");
            }
        }
    }
}
