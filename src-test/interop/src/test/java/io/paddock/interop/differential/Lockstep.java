package io.paddock.interop.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.wire.WireInput;
import io.paddock.interop.differential.Side.Heard;
import io.paddock.interop.differential.Step.Drop;
import io.paddock.interop.differential.Step.Open;
import io.paddock.interop.differential.Step.Request;
import io.paddock.interop.differential.Step.Resume;
import io.paddock.interop.differential.Step.Send;
import io.paddock.interop.differential.Step.TakeOver;
import io.paddock.interop.differential.Step.WrongPassword;
import io.paddock.testsupport.Op;
import io.paddock.testsupport.RawClient.Session;
import io.paddock.testsupport.Reply;
import io.paddock.testsupport.Requests;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Takes each step on both servers and compares what they say: to the connection that acts, and then, by a read on every
 * connection, to all of them. The first difference ends the run; {@link #story} tells the steps that led to it.
 */
final class Lockstep {

    private static final int REMEMBERED_STEPS = Integer.getInteger("differential.story", 30);
    private static final int MARSHALLING_ERROR = -5;
    private static final int UNIMPLEMENTED = -6;
    private static final int NO_AUTH = -102;

    private final Side apache;
    private final Side paddock;
    private final Correspondence known;
    private final Generator generator;
    private final Wording apacheWords;
    private final Wording paddockWords;
    private final Deque<String> story = new ArrayDeque<>();
    private final SortedMap<Integer, Integer> repliesByError = new TreeMap<>();
    private int requests;
    private int events;

    Lockstep(Side apache, Side paddock, Correspondence known, Generator generator) {
        this.apache = apache;
        this.paddock = paddock;
        this.known = known;
        this.generator = generator;
        this.apacheWords = new Wording(
                zxid -> known.zxid(zxid) == null ? "Apache's " + zxid : "z" + known.zxid(zxid),
                id -> known.session(id) == null ? "Apache's " + id : Long.toHexString(known.session(id)));
        this.paddockWords = new Wording(zxid -> "z" + zxid, Long::toHexString);
    }

    /** How many requests have been compared so far. */
    int requests() {
        return requests;
    }

    /** How many replies of each error code, and how many events, were found to be the same. */
    String tally() {
        return requests + " requests, replies by error " + repliesByError + ", " + events + " events";
    }

    String story() {
        return String.join("\n", story);
    }

    void take(Step step) throws IOException {
        if (story.size() == REMEMBERED_STEPS) {
            story.removeFirst();
        }
        story.addLast(step.toString());
        if (step instanceof Send send) {
            Request first = send.requests().get(0);
            if (first.difference() == Difference.NOT_FOR_APACHE) {
                refuse(send.slot(), first);
            } else {
                send(send);
            }
        } else if (step instanceof Open open) {
            connect(open.slot(), Requests.connectNew(open.timeoutMs()), Requests.connectNew(open.timeoutMs()), true);
            compareEverywhere(false, true);
        } else if (step instanceof Drop drop) {
            apache.drop(drop.slot());
            paddock.drop(drop.slot());
            compareEverywhere(false, false);
        } else if (step instanceof Resume resume) {
            resume(resume.slot(), resume.newestSeen());
            compareEverywhere(false, false);
        } else if (step instanceof TakeOver takeOver) {
            takeOver(takeOver);
            compareEverywhere(false, false);
        } else if (step instanceof WrongPassword wrong) {
            byte[] password = new byte[16];
            password[3] = 1;
            connect(
                    wrong.slot(),
                    Requests.connect(0, 30_000, apache.session(wrong.slot()).id(), password),
                    Requests.connect(0, 30_000, paddock.session(wrong.slot()).id(), password),
                    false);
            compareEverywhere(false, false);
        }
    }

    // Connections

    /** Connects on both sides; gives whether a session was granted. */
    private boolean connect(int slot, byte[] toApache, byte[] toPaddock, boolean remember) throws IOException {
        Session expected = apache.connect(slot, toApache);
        Session found = paddock.connect(slot, toPaddock);
        assertThat(found == null).as("closed instead of answering").isEqualTo(expected == null);
        if (expected == null) {
            return false;
        }
        assertThat(found.timeoutMs()).as("timeout").isEqualTo(expected.timeoutMs());
        assertThat(found.id() == 0).as("refused").isEqualTo(expected.id() == 0);
        assertThat(found.password()).as("password").hasSameSizeAs(expected.password());
        boolean granted = expected.id() != 0;
        if (granted && remember) {
            known.session(expected.id(), found.id());
            apache.session(slot, expected);
            paddock.session(slot, found);
        }
        generator.session(slot, granted || !remember);
        return granted;
    }

    private void resume(int slot, boolean newestSeen) throws IOException {
        connect(
                slot,
                resumption(apache.session(slot), newestSeen ? known.lastApache() : 0),
                resumption(paddock.session(slot), newestSeen ? known.lastPaddock() : 0),
                true);
    }

    private static byte[] resumption(Session session, long lastZxidSeen) {
        return Requests.connect(lastZxidSeen, session.timeoutMs(), session.id(), session.password());
    }

    private void takeOver(TakeOver step) throws IOException {
        for (Side side : List.of(apache, paddock)) {
            Session own = side.session(step.slot());
            side.session(step.slot(), side.session(step.victim()));
            side.session(step.victim(), own);
        }
        resume(step.slot(), true);
        compare(step.victim(), List.of(), apache.hearTheEnd(step.victim()), paddock.hearTheEnd(step.victim()));
        generator.session(step.victim(), apache.session(step.victim()) != null);
    }

    // Requests

    private void send(Send step) throws IOException {
        List<Request> sent = step.requests();
        requests += sent.size();
        apache.say(step.slot(), sent.stream().map(Request::forApache).toList());
        paddock.say(step.slot(), sent.stream().map(Request::forPaddock).toList());
        Heard expected = apache.hear(step.slot(), sent.size());
        Heard found = paddock.hear(step.slot(), sent.size());
        boolean drift = learn(sent, expected, found);
        compare(step.slot(), sent, expected, found);
        remember(sent, expected);
        awaitTheEndThatIsDue(step.slot(), expected);
        compareEverywhere(drift, false);
    }

    /** Both close after UNIMPLEMENTED; what Apache still answers before that is chance. */
    private void awaitTheEndThatIsDue(int slot, Heard expected) throws IOException {
        boolean due = replies(expected).stream().anyMatch(reply -> reply.err() == UNIMPLEMENTED && reply.zxid() == -1);
        if (due && apache.isConnected(slot)) {
            apache.hearTheEnd(slot);
            paddock.hearTheEnd(slot);
        }
    }

    /** Learns from the replies which zxid is which, and checks that each reply has the one that it should. */
    private boolean learn(List<Request> sent, Heard expected, Heard found) {
        List<Reply> apacheReplies = replies(expected);
        List<Reply> paddockReplies = replies(found);
        boolean drift = false;
        for (int i = 0; i < Math.min(apacheReplies.size(), paddockReplies.size()); i++) {
            Reply theirs = apacheReplies.get(i);
            Reply ours = paddockReplies.get(i);
            Request request = sent.get(i);
            String what = "zxid in the reply to " + request + ", where Apache has " + theirs.zxid();
            if (theirs.zxid() <= 0) {
                assertThat(ours.zxid()).as(what).isEqualTo(theirs.zxid());
            } else if (!Op.isWrite(request.type())) {
                assertThat(theirs.zxid()).as("Apache's zxid").isEqualTo(known.lastApache());
                assertThat(ours.zxid()).as(what).isEqualTo(known.lastPaddock());
            } else if (request.difference() == Difference.ZXID || theirs.err() == MARSHALLING_ERROR) {
                assertThat(ours.zxid()).as(what).isGreaterThanOrEqualTo(known.lastPaddock());
                known.align(theirs.zxid(), ours.zxid());
                drift = true;
            } else {
                long before = known.lastPaddock();
                assertThat(known.advanced(theirs.zxid(), ours.zxid()))
                        .as(what + ", ours is %d, was %d", ours.zxid(), before)
                        .isTrue();
            }
        }
        return drift;
    }

    /** Names of sequential nodes are worth using again. */
    private void remember(List<Request> sent, Heard heard) {
        List<Reply> replies = replies(heard);
        for (int i = 0; i < replies.size(); i++) {
            boolean create = switch (sent.get(i).type()) {
                case Op.CREATE, Op.CREATE2, Op.CREATE_TTL, Op.CREATE_CONTAINER -> true;
                default -> false;
            };
            if (create && replies.get(i).err() == 0) {
                String path = new WireInput(replies.get(i).body()).string();
                if (Character.isDigit(path.charAt(path.length() - 1))) {
                    generator.remember(path);
                }
            }
        }
    }

    /** Only we are asked; Apache's connection shares the fate that ours must have. */
    private void refuse(int slot, Request request) throws IOException {
        if (!paddock.server().installation().isPaddock()) {
            return;
        }
        requests++;
        paddock.say(slot, List.of(request.forPaddock()));
        Heard found = paddock.hear(slot, 1);
        assertThat(found.frames()).as("replies to %s", request).hasSize(1);
        assertThat(found.frames().get(0).err()).as("error of %s", request).isEqualTo(request.refusal());
        if (request.closes()) {
            paddock.sayBarrier(slot);
            assertThat(paddock.hear(slot, 1).closed())
                    .as("closed after %s", request)
                    .isTrue();
            apache.drop(slot);
        }
        compareEverywhere(true, false);
    }

    // Comparison

    /**
     * Reads on every connection, compares what was under way to it, and that the last zxids correspond.
     *
     * @param mayDrift a documented difference used up zxids on one side only
     * @param opened a session was created
     */
    private void compareEverywhere(boolean mayDrift, boolean opened) throws IOException {
        boolean drift = mayDrift;
        boolean advanced = opened;
        for (int slot = 0; slot < Generator.SLOTS; slot++) {
            if (apache.isConnected(slot) && paddock.isConnected(slot)) {
                apache.sayBarrier(slot);
                paddock.sayBarrier(slot);
            }
        }
        for (int slot = 0; slot < Generator.SLOTS; slot++) {
            if (apache.isConnected(slot) && paddock.isConnected(slot)) {
                Heard expected = apache.hear(slot, 1);
                Heard found = paddock.hear(slot, 1);
                if (!expected.closed() && !found.closed()) {
                    long theirs =
                            expected.frames().get(expected.frames().size() - 1).zxid();
                    long ours = found.frames().get(found.frames().size() - 1).zxid();
                    if (drift) {
                        known.align(theirs, ours);
                    } else if (advanced) {
                        assertThat(known.advanced(theirs, ours))
                                .as("a new session takes a zxid")
                                .isTrue();
                    }
                    drift = false;
                    advanced = false;
                    assertThat(theirs).as("Apache's last zxid").isEqualTo(known.lastApache());
                    assertThat(ours)
                            .as("last zxid, where Apache has %d", theirs)
                            .isEqualTo(known.lastPaddock());
                }
                compare(slot, List.of(), expected, found);
            }
            generator.connected(slot, apache.isConnected(slot));
        }
    }

    private void compare(int slot, List<Request> sent, Heard expected, Heard found) throws IOException {
        List<String> theirs = words(apacheWords, sent, expected);
        List<String> ours = words(paddockWords, sent, found);
        if (sent.size() == 1 && sent.get(0).difference() == Difference.EVENTS_OF_UNREADABLE_NODES) {
            dropUnreadable(slot, theirs, ours, expected);
        }
        assertThat(ours)
                .as("slot %d: what Paddock said, compared with Apache", slot)
                .isEqualTo(theirs);
        for (Reply frame : expected.frames()) {
            if (frame.isNotification()) {
                events++;
            } else if (!Side.isBarrier(frame)) {
                repliesByError.merge(frame.err(), 1, Integer::sum);
            }
        }
        assertThat(found.closed())
                .as("slot %d: closed by the server, %s", slot, ours)
                .isEqualTo(expected.closed());
    }

    /** Takes the events out of Apache's that we withhold, after asking Apache whether the node is unreadable. */
    private void dropUnreadable(int slot, List<String> theirs, List<String> ours, Heard expected) throws IOException {
        for (int i = expected.frames().size() - 1; i >= 0; i--) {
            Reply frame = expected.frames().get(i);
            String event = frame.isNotification() ? apacheWords.event(frame) : null;
            if (event != null && !ours.contains(event)) {
                byte[] question = Requests.frame(
                        -777, Op.EXISTS, Requests.read(frame.event().path(), false));
                apache.say(slot, List.of(question));
                Heard answer = apache.hear(slot, 1);
                if (answer.frames().get(answer.frames().size() - 1).err() == NO_AUTH) {
                    theirs.remove(event);
                }
            }
        }
    }

    private static List<String> words(Wording wording, List<Request> sent, Heard heard) {
        List<String> words = new ArrayList<>();
        int reply = 0;
        int eventsFrom = 0;
        for (Reply frame : heard.frames()) {
            if (frame.isNotification()) {
                words.add(wording.event(frame));
            } else {
                // The nodes of a closing session go in any order: their events are sorted.
                Collections.sort(words.subList(eventsFrom, words.size()));
                words.add(
                        Side.isBarrier(frame)
                                ? "barrier " + frame.err()
                                : wording.reply(sent.get(reply++).type(), frame));
                eventsFrom = words.size();
            }
        }
        Collections.sort(words.subList(eventsFrom, words.size()));
        return words;
    }

    private static List<Reply> replies(Heard heard) {
        return heard.frames().stream()
                .filter(frame -> !frame.isNotification() && !Side.isBarrier(frame))
                .toList();
    }
}
