package io.paddock.server.zab;

import io.paddock.common.Zxid;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a role asks for, a line each. */
final class Recorder implements EnsembleEffects {

    final List<String> asked = new ArrayList<>();

    /** What was asked since the last call. */
    List<String> take() {
        List<String> taken = List.copyOf(asked);
        asked.clear();
        return taken;
    }

    private static String hex(long zxid) {
        return zxid < 0 ? String.valueOf(zxid) : Zxid.epoch(zxid) + "." + Zxid.counter(zxid);
    }

    @Override
    public void append(Proposal proposal) {
        asked.add("append " + hex(proposal.zxid()));
    }

    @Override
    public void commit(Proposal proposal) {
        asked.add("commit " + hex(proposal.zxid()));
    }

    @Override
    public void dial(long sid) {
        asked.add("dial " + sid);
    }

    @Override
    public void send(long link, QuorumPacket packet) {
        asked.add(link + " " + packet.type() + " " + hex(packet.zxid()));
    }

    @Override
    public void sendSnapshot(long link, long label) {
        asked.add(link + " SNAP " + hex(label));
    }

    @Override
    public void unlink(long link, String why) {
        asked.add("unlink " + link);
    }

    @Override
    public void catchUp(long link) {
        asked.add("catch up with " + link);
    }

    @Override
    public void truncate(long zxid) {
        asked.add("truncate " + hex(zxid));
    }

    @Override
    public void persistEpochs(long acceptedEpoch, long currentEpoch) {
        asked.add("epochs " + acceptedEpoch + " " + currentEpoch);
    }

    @Override
    public void saveSnapshot(long link, long zxid) {
        asked.add("save " + hex(zxid));
    }

    @Override
    public void pong(long link, long zxid) {
        asked.add("pong " + hex(zxid));
    }

    @Override
    public void requested(long link, long sid, QuorumPacket packet) {
        asked.add("requested by " + sid + ": " + packet.type());
    }

    @Override
    public void answered(QuorumPacket packet) {
        asked.add("answered " + packet.type());
    }

    @Override
    public void synced(Object token) {
        asked.add("synced " + token);
    }
}
