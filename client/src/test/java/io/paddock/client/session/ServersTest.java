package io.paddock.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.client.ConnectString.Server;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ServersTest {

    private static final List<Server> THREE = List.of(new Server("a", 1), new Server("b", 2), new Server("c", 3));

    @Test
    void everyServerHasItsTurnInEveryRound() {
        Servers servers = new Servers(THREE, new SplittableRandom(1), 5000);
        for (int round = 0; round < 5; round++) {
            assertThat(List.of(servers.next(), servers.next(), servers.next()))
                    .containsExactlyInAnyOrderElementsOf(THREE);
        }
    }

    @Test
    void clientsBeginWithDifferentServers() {
        Set<Server> first = new HashSet<>();
        for (int seed = 0; seed < 30; seed++) {
            first.add(new Servers(THREE, new SplittableRandom(seed), 5000).next());
        }
        assertThat(first).containsExactlyInAnyOrderElementsOf(THREE);
    }

    @Test
    void pausesGrowWithEveryRoundInVainUpToTheirLimit() {
        List<Long> longest = new ArrayList<>();
        for (int attempt = 0; attempt < 30; attempt++) {
            longest.add(0L);
        }
        for (int seed = 0; seed < 500; seed++) {
            Servers servers = new Servers(THREE, new SplittableRandom(seed), 5000);
            for (int attempt = 0; attempt < 30; attempt++) {
                longest.set(attempt, Math.max(longest.get(attempt), servers.pauseMs()));
            }
        }
        assertThat(longest.get(0)).isBetween(150L, 200L);
        assertThat(longest.get(3)).isBetween(300L, 400L);
        assertThat(longest.get(29)).isBetween(4000L, 5000L);
    }

    @Test
    void aConnectionBringsShortPausesBack() {
        Servers servers = new Servers(THREE, new SplittableRandom(1), 5000);
        for (int attempt = 0; attempt < 100; attempt++) {
            servers.pauseMs();
        }
        servers.onConnected();
        assertThat(servers.pauseMs()).isLessThanOrEqualTo(200);
    }

    @Test
    void aPreferredServerIsNext() {
        Servers servers = new Servers(THREE, new SplittableRandom(1), 5000);
        servers.prefer(THREE.get(2));
        assertThat(servers.next()).isEqualTo(THREE.get(2));
    }
}
