package io.paddock.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChrootTest {

    @ParameterizedTest(name = "chroot {0}: {1} is {2} at the server")
    @CsvSource({"'',/,/", "'',/a,/a", "/app,/,/app", "/app,/a/b,/app/a/b", "/x/y,/z,/x/y/z"})
    void pathsGoThereAndBack(String prefix, String client, String server) {
        Chroot chroot = new Chroot(prefix);
        assertThat(chroot.toServer(client)).isEqualTo(server);
        assertThat(chroot.toClient(server)).isEqualTo(client);
    }

    @ParameterizedTest(name = "chroot {0}: {1} is told as {2}")
    @CsvSource({
        "/app,/zookeeper/config,/zookeeper/config",
        "/zookeeper,/zookeeper/config,/zookeeper/config",
        "/app,/application,/application"
    })
    void whatIsNotBelowTheChrootKeepsItsPath(String prefix, String server, String client) {
        assertThat(new Chroot(prefix).toClient(server)).isEqualTo(client);
    }

    @Test
    void aSequentialPathMayEndWithASlashOrADot() {
        Chroot chroot = new Chroot("/app");
        assertThat(chroot.toServerSequential("/a/")).isEqualTo("/app/a/");
        assertThat(chroot.toServerSequential("/")).isEqualTo("/app/");
        assertThat(chroot.toServerSequential("/a/.")).isEqualTo("/app/a/.");
        assertThatThrownBy(() -> chroot.toServerSequential("/a//")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> chroot.toServer("/a/")).hasMessageContaining("it ends with /");
    }
}
