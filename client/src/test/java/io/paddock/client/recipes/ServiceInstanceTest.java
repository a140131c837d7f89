package io.paddock.client.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceInstanceTest {

    @Test
    void anInstanceIsReadAsItWasWritten() {
        ServiceInstance instance = new ServiceInstance("a", "::1", 80, 7, Map.of("zone", "north = cold", "empty", ""));
        assertThat(ServiceInstance.parse("a", instance.toBytes())).isEqualTo(instance);
    }

    @Test
    void attributesThatWouldBreakTheLinesAreRefused() {
        for (String key : List.of("", "a=b", "a\nb", "host", "port", "load")) {
            assertThatThrownBy(() -> new ServiceInstance("a", "h", 1, 0, Map.of(key, "x")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new ServiceInstance("a", "h", 1, 0, Map.of("a", "x\ny")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ServiceInstance("a", "h", 65_536)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsNoInstanceIsRefused() {
        for (String text : List.of("", "host=h", "port=1", "host=h\nport=x", "host=h\nport=1\nload=x")) {
            assertThatThrownBy(() -> ServiceInstance.parse("a", text.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> ServiceInstance.parse("a", null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLeastLoadedIsChosenAndTurnsAreTaken() {
        List<ServiceInstance> three = List.of(
                new ServiceInstance("a", "h", 1).withLoad(5),
                new ServiceInstance("b", "h", 2).withLoad(3),
                new ServiceInstance("c", "h", 3).withLoad(9));
        assertThat(Balancer.leastLoaded().choose(three).id()).isEqualTo("b");
        Balancer turns = Balancer.roundRobin();
        assertThat(List.of(
                        turns.choose(three).id(),
                        turns.choose(three).id(),
                        turns.choose(three).id()))
                .containsExactly("a", "b", "c");
        assertThat(three).contains(Balancer.random().choose(three));
    }
}
