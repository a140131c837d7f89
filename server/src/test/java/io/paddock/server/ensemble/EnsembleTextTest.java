package io.paddock.server.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.common.wire.MalformedRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnsembleTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"""
            server.1=127.0.0.1:21112:21113:participant
            server.2=127.0.0.1:21122:21123:participant
            server.3=127.0.0.1:21132:21133:observer
            version=0""", """
            server.1=a.example:2888:3888|b.example:2888:3888:participant;0.0.0.0:2181
            server.2=[::1]:2888:3888:participant;[fe80::1]:2181
            version=100000000""", """
            server.1=a:1:2:participant
            server.2=b:1:2:participant
            server.3=c:1:2:participant
            group.1=1:2
            group.2=3
            weight.1=1
            weight.2=1
            weight.3=4
            version=2a"""})
    void aConfigurationThatWasReadIsWrittenAsItWas(String text) {
        assertThat(EnsembleText.write(EnsembleText.read(text))).isEqualTo(text);
    }

    /** As release 3.9.5 writes it. */
    @Test
    void everyVoterOfAGroupHasItsWeightWrittenDown() {
        String members = """
                server.1=a:1:2:participant
                server.2=b:1:2:participant
                server.3=c:1:2:participant
                server.4=d:1:2:observer
                """;
        assertThat(EnsembleText.write(EnsembleText.read(members + "weight.1=2\ngroup.1=3:1:2\n")))
                .isEqualTo(members + "group.1=1:2:3\nweight.1=2\nweight.2=1\nweight.3=1\nversion=0");
    }

    @Test
    void orderCommentsAndBlankLinesDoNotMatter() {
        Ensemble ensemble = EnsembleText.read("version=1f\n\n# ours\nserver.2=b:1:2\nserver.1=a:1:2:OBSERVER;2181\n");
        assertThat(ensemble.version()).isEqualTo(0x1f);
        assertThat(ensemble.voters()).containsExactly(2L);
        assertThat(ensemble.peer(1).client()).isEqualTo(new Peer.ClientAddress("0.0.0.0", 2181));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server.1=a:1:2|b:1:2:observer",
                "server.1=a:1:2:observer|b:1:2",
                "server.1=a:1:2:observer|b:1:2:observer"
            })
    void theRoleNeedStandAtOneAddressOnly(String text) {
        Peer peer = EnsembleText.read(text).peer(1);
        assertThat(peer.voter()).isFalse();
        assertThat(EnsembleText.line(peer)).isEqualTo("a:1:2|b:1:2:observer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server.1=a:1:2:captain",
                "server.1=a:1",
                "server.x=a:1:2",
                "server.1=a:1:99999",
                "server.1=a:1:2;1;2",
                "server.1=a:1:2:observer|b:1:2:participant",
                "server.1=[::1:1:2",
                "server.1",
                "version=xyz",
                "tickTime=2000",
                "server.1=a:1:2\ngroup.1=2"
            })
    void whatIsNoConfigurationIsRefused(String text) {
        assertThatThrownBy(() -> EnsembleText.read(text)).isInstanceOf(MalformedRecord.class);
    }
}
