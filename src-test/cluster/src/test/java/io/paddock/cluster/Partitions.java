package io.paddock.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.client.Client;
import io.paddock.client.NewNode;
import io.paddock.client.SessionState;
import io.paddock.testsupport.Eventually;
import io.paddock.testsupport.Installation;
import io.paddock.testsupport.Seeds;
import io.paddock.testsupport.TestEnsemble;
import io.paddock.testsupport.network.FragileNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Three servers in a network that loses what they send to each other, while clients of each of them work. Clients reach
 * every server at any time, also the one that no other reaches: that is where a stale answer would come from.
 */
final class Partitions {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** Much shorter than those of the witnesses, longer than a pause of a busy machine. */
    private static final Duration SHORT_SESSION = Duration.ofSeconds(3);

    private static final int WRITES = 20;

    /** They live for some seconds: code that is compiled well would come too late. */
    private static final String[] QUICK = {"-ea", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"};

    private final FragileNetwork network;
    private final TestEnsemble ensemble;

    private Partitions(FragileNetwork network, TestEnsemble ensemble) {
        this.network = network;
        this.ensemble = ensemble;
    }

    /** All of them, one after the other, and then what everybody shows and was told. */
    static void happenIn(FragileNetwork network, Path directory) throws Exception {
        long seed = Seeds.fresh();
        System.out.println("partitions: -Dseed=" + seed);
        Installation paddock = Installation.paddock();
        try (TestEnsemble ensemble = TestEnsemble.in(
                network,
                directory,
                List.of(paddock, paddock, paddock),
                setup -> setup.config("tickTime", "250")
                        .config("syncLimit", "6")
                        .config("initLimit", "20")
                        .config("maxSessionTimeout", "40000"))) {
            ensemble.start(LIMIT);
            try {
                new Partitions(network, ensemble).happen(new Random(seed));
            } catch (Exception | AssertionError e) {
                for (long sid : ensemble.sids()) {
                    System.out.println("--- server " + sid + "\n" + ensemble.lastWords(sid));
                }
                throw e;
            }
        }
    }

    private void happen(Random random) throws Exception {
        List<String> witnessing = new ArrayList<>();
        witnessing.add(ensemble.connectString());
        for (long sid : ensemble.sids()) {
            witnessing.add(ensemble.server(sid).connectString());
        }
        try (Witnesses witnesses = new Witnesses(witnessing, random);
                Scribe scribe = new Scribe(ensemble.connectString(), "/written")) {
            scribe.awaitMore(WRITES, LIMIT);
            theLeaderIsCutOff(scribe);
            aFollowerIsCutOff(scribe);
            aFollowerHearsNothing(scribe);
            witnesses.finish();
            MixedEnsembleTest.expectEqual(ensemble, scribe.finish());
            witnesses.expectOneCopy();
        }
    }

    /** The others elect another one, it stops serving, and follows when it is reached again. */
    private void theLeaderIsCutOff(Scribe scribe) throws Exception {
        long old = awaitLeader();
        cutOff(old);
        Eventually.eventually(
                LIMIT, () -> assertThat(ensemble.leader()).as("another leader").isNotIn(0L, old));
        awaitNotServing(old);
        scribe.awaitMore(WRITES, LIMIT);
        network.heal();
        awaitFollowing(old);
        scribe.awaitMore(WRITES, LIMIT);
    }

    /** The others go on. Sessions that only it heard of end, and it shows so when it is reached again. */
    private void aFollowerIsCutOff(Scribe scribe) throws Exception {
        long cut = aFollower();
        CountDownLatch expired = new CountDownLatch(1);
        try (Client alone = Client.builder(ensemble.server(cut).connectString())
                        .sessionTimeout(SHORT_SESSION)
                        .listener(state -> {
                            if (state == SessionState.EXPIRED) {
                                expired.countDown();
                            }
                        })
                        .open();
                Client elsewhere = Client.open(ensemble.server(awaitLeader()).connectString())) {
            alone.blocking().create(NewNode.ephemeral("/lock"));
            cutOff(cut);
            awaitNotServing(cut);
            scribe.awaitMore(WRITES, LIMIT);
            Eventually.eventually(
                    LIMIT,
                    () -> assertThat(elsewhere.blocking().exists("/lock"))
                            .as("the session has ended")
                            .isEmpty());
            network.heal();
            awaitFollowing(cut);
            assertThat(expired.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
        try (Client there = Client.open(ensemble.server(cut).connectString())) {
            there.blocking().sync("/lock");
            assertThat(there.blocking().exists("/lock")).isEmpty();
        }
        scribe.awaitMore(WRITES, LIMIT);
    }

    /** It is heard by the leader, which it does not hear: it stops serving, and the others go on. */
    private void aFollowerHearsNothing(Scribe scribe) throws Exception {
        long deaf = aFollower();
        network.silence(awaitLeader(), deaf);
        awaitNotServing(deaf);
        scribe.awaitMore(WRITES, LIMIT);
        network.heal();
        awaitFollowing(deaf);
        scribe.awaitMore(WRITES, LIMIT);
    }

    private void cutOff(long sid) throws IOException {
        for (long other : ensemble.sids()) {
            if (other != sid) {
                network.silence(sid, other);
                network.silence(other, sid);
            }
        }
    }

    private long awaitLeader() {
        return Eventually.eventually(LIMIT, () -> {
            long leader = ensemble.leader();
            assertThat(leader).as("the leader").isPositive();
            return leader;
        });
    }

    private long aFollower() {
        return Eventually.eventually(
                LIMIT,
                () -> ensemble.sids().stream()
                        .filter(sid -> "follower".equals(ensemble.mode(sid)))
                        .findFirst()
                        .orElseThrow());
    }

    private void awaitNotServing(long sid) {
        Eventually.eventually(
                LIMIT,
                () -> assertThat(ensemble.mode(sid))
                        .as("mode of server %d", sid)
                        .isNull());
    }

    private void awaitFollowing(long sid) {
        Eventually.eventually(
                LIMIT,
                () -> assertThat(ensemble.mode(sid))
                        .as("mode of server %d", sid)
                        .isEqualTo("follower"));
    }
}
