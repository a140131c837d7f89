package io.paddock.server.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.common.wire.MalformedRecord;
import io.paddock.server.QuorumFixture;
import io.paddock.server.QuorumFixture.Message;
import io.paddock.server.ensemble.EnsembleText;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ElectionWireTest {

    static Stream<Message> notifications() {
        return recorded("NOTIFICATION");
    }

    static Stream<Message> greetings() {
        return recorded("INIT");
    }

    private static Stream<Message> recorded(String title) {
        return Stream.of("01-election-formation.txt", "11-observer-election.txt")
                .flatMap(file -> QuorumFixture.messages(file).stream())
                .filter(message -> message.title().startsWith(title));
    }

    @ParameterizedTest
    @MethodSource("notifications")
    void recordedNotificationsAreReadAndWrittenAsTheyWere(Message message) {
        Notification read = Notification.read(message.bytesFrom(1));
        assertThat(read.state().code()).isEqualTo((int) message.number("state"));
        assertThat(read.vote())
                .isEqualTo(new Vote(message.number("leader"), message.number("zxid"), message.number("peerEpoch")));
        assertThat(read.round()).isEqualTo(message.number("electionEpoch"));
        assertThat(read.version()).isEqualTo(2);
        assertThat(EnsembleText.write(EnsembleText.read(read.configuration()))).isEqualTo(read.configuration());
        assertThat(read.toBytes()).isEqualTo(message.bytesFrom(1));
    }

    @ParameterizedTest
    @MethodSource("greetings")
    void recordedGreetingsAreReadAndWrittenAsTheyWere(Message message) {
        Greeting read = Greeting.read(message.bytes());
        assertThat(read.sid()).isEqualTo(message.number("sid"));
        assertThat(read.toBytes()).isEqualTo(message.bytes());
        assertThat(Greeting.bytes(Arrays.copyOf(message.bytes(), 8))).isEqualTo(-1);
        assertThat(Greeting.bytes(Arrays.copyOf(message.bytes(), Greeting.PREFIX_BYTES)))
                .isEqualTo(message.bytes().length);
    }

    @Test
    void anObserverVotesForNobody() {
        Message first = recorded("NOTIFICATION")
                .filter(message -> message.file().startsWith("11"))
                .findFirst()
                .get();
        assertThat(Notification.read(first.bytesFrom(1)).vote()).isEqualTo(Vote.NONE);
    }

    @Test
    void theOldestNotificationTakesTheEpochFromTheZxid() {
        Notification read =
                Notification.read(variant("notification of 28 bytes").bytesFrom(1));
        assertThat(read).isEqualTo(new Notification(PeerState.LOOKING, new Vote(4, 0, 0), 1, 0, null));
    }

    @Test
    void aNotificationOf40BytesHasVersion0WhateverItSays() {
        Notification read =
                Notification.read(variant("notification of 40 bytes").bytesFrom(1));
        assertThat(read.version()).isZero();
        assertThat(read.configuration()).isNull();
    }

    @Test
    void laterVersionsAreReadLikeOurs() {
        Notification read = Notification.read(variant("notification version 3").bytesFrom(1));
        assertThat(read.version()).isEqualTo(3);
        assertThat(read.configuration()).startsWith("server.1=").endsWith("version=0");
    }

    @Test
    void whatIsNoNotificationIsReported() {
        for (String title : List.of("notification of 20 bytes", "config length larger")) {
            byte[] payload = variant(title).bytesFrom(1);
            assertThatThrownBy(() -> Notification.read(payload)).isInstanceOf(MalformedRecord.class);
        }
    }

    @Test
    void greetingsOfAllKnownFormsAreUnderstood() {
        assertThat(Greeting.read(variant("initial message, oldest form").bytes()))
                .isEqualTo(new Greeting(4, List.of()));
        Message several = variant("initial message version -65535");
        assertThat(Greeting.read(several.bytes()))
                .isEqualTo(new Greeting(4, List.of("127.0.0.1:21143", "127.0.0.2:21143")));
        assertThat(Greeting.read(several.bytes()).toBytes()).isEqualTo(several.bytes());
        byte[] unknown = variant("initial message version -65534").bytes();
        assertThatThrownBy(() -> Greeting.read(unknown)).isInstanceOf(MalformedRecord.class);
        assertThatThrownBy(() -> Greeting.bytes(unknown)).isInstanceOf(MalformedRecord.class);
    }

    private static Message variant(String title) {
        return QuorumFixture.messages("13-election-variants.txt").stream()
                .filter(message -> message.title().startsWith(title))
                .findFirst()
                .orElseThrow();
    }
}
