package io.paddock.faults.workload;

import io.paddock.common.wire.WireInput;
import io.paddock.faults.workload.Branch.Refused;
import io.paddock.testsupport.NodeStat;
import io.paddock.testsupport.Op;
import io.paddock.testsupport.Reply;
import io.paddock.testsupport.Requests;
import java.util.ArrayList;
import java.util.List;

/** A request that changes something: how it is sent, what it does to a branch, and what its reply must say. Immutable. */
sealed interface Write {

    int type();

    Requests.Body body();

    /**
     * Does to the branch what the server does, in the name of this session.
     *
     * @return what the reply's body says
     */
    Object apply(Branch branch, long session, long zxid) throws Refused;

    /** What the body of a successful reply says, in the same form. */
    Object read(WireInput in);

    /** The reply that a server must give which finds the branch like this, in one line to compare. */
    default String expect(Branch branch, long session, long zxid) {
        try {
            return "0 " + apply(branch, session, zxid);
        } catch (Refused refused) {
            return refused.err + " nothing";
        }
    }

    default String said(Reply reply) {
        return reply.err() + " " + (reply.err() == 0 ? read(reply.in()) : "nothing");
    }

    /** Flags: 1 is ephemeral, 2 sequential. */
    record Create(String path, byte[] data, int flags) implements Write {

        @Override
        public int type() {
            return Op.CREATE;
        }

        @Override
        public Requests.Body body() {
            return Requests.create(path, data, flags);
        }

        @Override
        public Object apply(Branch branch, long session, long zxid) throws Refused {
            return branch.create(path, data, (flags & 2) != 0, (flags & 1) != 0 ? session : 0, zxid);
        }

        @Override
        public Object read(WireInput in) {
            return in.string();
        }
    }

    record SetData(String path, byte[] data, int version) implements Write {

        @Override
        public int type() {
            return Op.SET_DATA;
        }

        @Override
        public Requests.Body body() {
            return Requests.setData(path, data, version);
        }

        @Override
        public Object apply(Branch branch, long session, long zxid) throws Refused {
            return branch.setData(path, data, version, zxid);
        }

        @Override
        public Object read(WireInput in) {
            return NodeStat.read(in).version();
        }
    }

    record Delete(String path, int version) implements Write {

        @Override
        public int type() {
            return Op.DELETE;
        }

        @Override
        public Requests.Body body() {
            return Requests.delete(path, version);
        }

        @Override
        public Object apply(Branch branch, long session, long zxid) throws Refused {
            branch.delete(path, version, zxid);
            return "done";
        }

        @Override
        public Object read(WireInput in) {
            return "done";
        }
    }

    /** Only in a multi. */
    record Check(String path, int version) implements Write {

        @Override
        public int type() {
            return Op.CHECK;
        }

        @Override
        public Requests.Body body() {
            return Requests.pathAndNumber(path, version);
        }

        @Override
        public Object apply(Branch branch, long session, long zxid) throws Refused {
            branch.check(path, version);
            return "done";
        }

        @Override
        public Object read(WireInput in) {
            return "done";
        }
    }

    record Multi(List<Write> parts) implements Write {

        private static final int RUNTIME_INCONSISTENCY = -2;

        @Override
        public int type() {
            return Op.MULTI;
        }

        @Override
        public Requests.Body body() {
            return Requests.multi(parts.stream()
                    .map(part -> new Requests.Part(part.type(), part.body()))
                    .toList());
        }

        @Override
        public Object apply(Branch branch, long session, long zxid) {
            Branch tried = branch.copy();
            List<String> results = new ArrayList<>();
            for (Write part : parts) {
                try {
                    results.add("0 " + part.apply(tried, session, zxid));
                } catch (Refused refused) {
                    return failed(results.size(), refused.err);
                }
            }
            branch.nodes.clear();
            branch.nodes.putAll(tried.nodes);
            return results;
        }

        private List<String> failed(int failedAt, int err) {
            List<String> results = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                results.add((i < failedAt ? 0 : i == failedAt ? err : RUNTIME_INCONSISTENCY) + " nothing");
            }
            return results;
        }

        @Override
        public Object read(WireInput in) {
            List<String> results = new ArrayList<>();
            for (Write part : parts) {
                int type = in.int32();
                in.bool();
                int err = in.int32();
                results.add(type == -1 ? in.int32() + " nothing" : err + " " + part.read(in));
            }
            return results;
        }
    }

    record CloseSession() implements Write {

        @Override
        public int type() {
            return Op.CLOSE_SESSION;
        }

        @Override
        public Requests.Body body() {
            return Requests.EMPTY;
        }

        @Override
        public Object apply(Branch branch, long session, long zxid) {
            branch.closeSession(session, zxid);
            return "done";
        }

        @Override
        public Object read(WireInput in) {
            return "done";
        }
    }
}
