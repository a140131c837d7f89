package io.paddock.testsupport.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks for an order of all operations of a history that explains every answer, such that
 *
 * <ol>
 *   <li>what was answered before something else began comes before it; a plain read may come earlier than it began;
 *   <li>the operations of a session come in the order in which they were sent;
 *   <li>an operation without an answer comes at any time after it began, or not at all, and so does the end of a session,
 *       after the last that the session was told.
 * </ol>
 *
 * <p>Znodes that no operation has in common with others are judged apart, since linearizability is a property of each
 * object; so the order of a session's plain reads of different znodes is not judged here. The search is that of Wing and
 * Gong with the memory of Lowe, and with the shortcut that an answer which fits and changes nothing is taken at once.
 */
public final class Linearizability {

    private Linearizability() {}

    /** @param stepsMax calls that are tried for each group of znodes before the search is given up */
    public static Verdict check(History history, int stepsMax) {
        Set<String> named = new HashSet<>();
        history.operations().forEach(operation -> name(operation.call(), named));
        Verdict undecided = null;
        for (List<Operation> group : groups(history.operations())) {
            Verdict verdict = new OrderSearch(group, named, stepsMax).run();
            if (verdict.isImpossible()) {
                return verdict;
            }
            if (verdict.kind() == Verdict.Kind.UNDECIDED) {
                undecided = verdict;
            }
        }
        return undecided != null ? undecided : new Verdict(Verdict.Kind.LINEARIZABLE, "");
    }

    private static void name(Call call, Set<String> named) {
        if (call instanceof Call.Multi multi) {
            multi.parts().forEach(part -> name(part, named));
        } else if (!(call instanceof Call.EndSession) && !(call instanceof Call.Create create && create.sequential())) {
            named.add(path(call));
        }
    }

    private static String path(Call call) {
        if (call instanceof Call.Create create) {
            return create.path();
        } else if (call instanceof Call.SetData set) {
            return set.path();
        } else if (call instanceof Call.Delete delete) {
            return delete.path();
        }
        return ((Call.Get) call).path();
    }

    /** The operations, by what they touch; those of a group in the order of the history. */
    private static Iterable<List<Operation>> groups(List<Operation> operations) {
        Map<String, String> roots = new HashMap<>();
        for (Operation operation : operations) {
            List<String> touched = touched(operation.call());
            touched.forEach(path -> join(roots, touched.get(0), path));
        }
        Map<Long, Set<String>> ephemerals = new HashMap<>();
        for (Operation operation : operations) {
            if (leavesEphemerals(operation.call())) {
                String root = root(roots, touched(operation.call()).get(0));
                ephemerals
                        .computeIfAbsent(operation.session(), key -> new HashSet<>())
                        .add(root);
            }
        }
        Map<String, List<Operation>> groups = new LinkedHashMap<>();
        for (Operation operation : operations) {
            List<String> touched = touched(operation.call());
            Set<String> into = touched.isEmpty()
                    ? ephemerals.getOrDefault(operation.session(), Set.of())
                    : Set.of(root(roots, touched.get(0)));
            into.forEach(root ->
                    groups.computeIfAbsent(root, key -> new ArrayList<>()).add(operation));
        }
        return groups.values();
    }

    private static boolean leavesEphemerals(Call call) {
        return call instanceof Call.Create create && create.ephemeral()
                || call instanceof Call.Multi multi
                        && multi.parts().stream().anyMatch(Linearizability::leavesEphemerals);
    }

    /** Nothing for the end of a session: it is judged for each group alone. */
    private static List<String> touched(Call call) {
        List<String> touched = new ArrayList<>();
        if (call instanceof Call.Multi multi) {
            multi.parts().forEach(part -> touched.addAll(touched(part)));
        } else if (!(call instanceof Call.EndSession)) {
            String path = path(call);
            String parent = Znodes.parent(path);
            touched.add(call instanceof Call.Create create && create.sequential() ? parent : path);
            if (!parent.equals(Znodes.ROOT)) {
                touched.add(parent);
            }
        }
        return touched;
    }

    private static String root(Map<String, String> roots, String path) {
        String at = path;
        while (!roots.getOrDefault(at, at).equals(at)) {
            at = roots.get(at);
        }
        return at;
    }

    private static void join(Map<String, String> roots, String one, String other) {
        roots.put(root(roots, one), root(roots, other));
    }
}
