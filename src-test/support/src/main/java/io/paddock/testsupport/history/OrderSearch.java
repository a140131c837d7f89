package io.paddock.testsupport.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks for an order of operations on the same znodes. Used once, by one thread. */
final class OrderSearch {

    /** A place in the search: the data after everything that was ordered so far, and what may come next. */
    private static final class Place {
        private final Znodes data;
        /** What led here; -1 at the beginning. */
        private final int chosen;

        private final List<Choice> choices = new ArrayList<>();
        private int tried;

        Place(Znodes data, int chosen) {
            this.data = data;
            this.chosen = chosen;
        }
    }

    private record Choice(int operation, Znodes after) {}

    private record Seen(BitSet done, Znodes data) {}

    /** The answered ones by the time of their answers, which keeps the order of each session, then the others. */
    private final List<Operation> operations;
    /** How each is to be judged: values that nobody was shown are all the same. */
    private final List<Call> calls = new ArrayList<>();
    /** The one of the same session that has to come before; -1 for none. */
    private final int[] before;
    /** Of each path and value, the versions with which it was shown. */
    private final Map<String, Set<Integer>> shown = new HashMap<>();

    private final int answeredCount;
    /** The earliest that any of the answered ones from there on may have happened. */
    private final long[] earliestFrom;

    private final Znodes start;
    private final int stepsMax;
    private final BitSet done = new BitSet();
    private final Set<Seen> seen = new HashSet<>();
    private int steps;
    private int deepest = -1;
    private Znodes deepestData;
    private BitSet deepestDone;
    private long deepestDeadline;

    OrderSearch(List<Operation> operations, Set<String> named, int stepsMax) {
        this.operations = new ArrayList<>(operations);
        this.operations.sort(Comparator.comparing(Operation::isAnswered, Comparator.reverseOrder())
                .thenComparingLong(each -> each.isAnswered() ? each.answeredAt() : each.notBefore()));
        this.answeredCount =
                (int) operations.stream().filter(Operation::isAnswered).count();
        this.stepsMax = stepsMax;
        this.start = Znodes.empty(named);
        this.before = new int[operations.size()];
        operations.forEach(this::noteShown);
        this.operations.forEach(operation -> calls.add(plain(operation.call())));
        noteBefore(operations);
        this.earliestFrom = earliestFrom();
    }

    private void noteBefore(List<Operation> asInvoked) {
        Map<Operation, Integer> places = new IdentityHashMap<>();
        operations.forEach(operation -> places.put(operation, places.size()));
        Map<Long, Integer> last = new HashMap<>();
        for (Operation operation : asInvoked) {
            int place = places.get(operation);
            before[place] = last.getOrDefault(operation.session(), -1);
            if (operation.isAnswered()) {
                last.put(operation.session(), place);
            }
        }
        for (int i = answeredCount; i < before.length; i++) {
            if (operations.get(i).call() instanceof Call.EndSession) {
                before[i] = last.getOrDefault(operations.get(i).session(), -1);
            }
        }
    }

    private long[] earliestFrom() {
        long[] earliest = new long[answeredCount + 1];
        earliest[answeredCount] = Operation.NEVER;
        for (int i = answeredCount - 1; i >= 0; i--) {
            earliest[i] = Math.min(earliest[i + 1], operations.get(i).notBefore());
        }
        return earliest;
    }

    private void noteShown(Operation operation) {
        if (operation.isAnswered()
                && operation.call() instanceof Call.Get get
                && operation.result().value() != null) {
            shown.computeIfAbsent(get.path() + " " + operation.result().value(), key -> new HashSet<>())
                    .add(operation.result().version());
        }
    }

    /** Fewer different calls are fewer orders to try. */
    private Call plain(Call call) {
        if (call instanceof Call.SetData set && !shown.containsKey(set.path() + " " + set.value())) {
            return new Call.SetData(set.path(), "", set.version());
        } else if (call instanceof Call.Create create && !shown.containsKey(create.path() + " " + create.value())) {
            return new Call.Create(create.path(), "", create.ephemeral(), create.sequential());
        } else if (call instanceof Call.Multi multi) {
            return new Call.Multi(multi.parts().stream().map(this::plain).toList());
        }
        return call;
    }

    Verdict run() {
        ArrayDeque<Place> way = new ArrayDeque<>();
        Place place = arrive(new Place(start, -1));
        int left = answeredCount;
        while (left > 0) {
            if (steps > stepsMax) {
                return new Verdict(Verdict.Kind.UNDECIDED, evidence());
            }
            if (place.tried < place.choices.size()) {
                Choice choice = place.choices.get(place.tried++);
                done.set(choice.operation);
                if (place.choices.size() == 1 || seen.add(new Seen((BitSet) done.clone(), choice.after))) {
                    way.push(place);
                    left -= operations.get(choice.operation).isAnswered() ? 1 : 0;
                    place = arrive(new Place(choice.after, choice.operation));
                } else {
                    done.clear(choice.operation);
                }
            } else if (way.isEmpty()) {
                return new Verdict(Verdict.Kind.IMPOSSIBLE, evidence());
            } else {
                done.clear(place.chosen);
                left += operations.get(place.chosen).isAnswered() ? 1 : 0;
                place = way.pop();
            }
        }
        return new Verdict(Verdict.Kind.LINEARIZABLE, "");
    }

    /** Finds out what may come next. */
    private Place arrive(Place place) {
        int first = done.nextClearBit(0);
        long deadline = first < answeredCount ? operations.get(first).answeredAt() : Operation.NEVER;
        for (int i = first; i < answeredCount && earliestFrom[i] <= deadline; i = done.nextClearBit(i + 1)) {
            if (mayComeNow(i, deadline)) {
                Znodes.Step step = apply(place, i);
                if (operations.get(i).result().fits(step.result())) {
                    if (step.after().equals(place.data)) {
                        place.choices.clear();
                        place.choices.add(new Choice(i, step.after()));
                        return place;
                    }
                    place.choices.add(new Choice(i, step.after()));
                }
            }
        }
        Set<String> kinds = new HashSet<>();
        for (int i = answeredCount; i < before.length; i++) {
            if (mayComeNow(i, deadline) && kinds.add(kind(i))) {
                Znodes.Step step = apply(place, i);
                if (step.result().err() == 0 && !step.after().equals(place.data) && !contradicts(i, step.result())) {
                    place.choices.add(new Choice(i, step.after()));
                }
            }
        }
        remember(place, deadline);
        return place;
    }

    private Znodes.Step apply(Place place, int i) {
        steps++;
        return place.data.apply(operations.get(i).session(), calls.get(i));
    }

    private boolean mayComeNow(int i, long deadline) {
        return !done.get(i) && operations.get(i).notBefore() <= deadline && (before[i] == -1 || done.get(before[i]));
    }

    /** Of several that nobody can tell apart one is enough: all can still come later. */
    private String kind(int i) {
        Call call = calls.get(i);
        boolean belongs = call instanceof Call.SetData || call instanceof Call.Delete;
        return call + (belongs ? "" : " " + operations.get(i).session());
    }

    /** What it would have written was seen with another version. */
    private boolean contradicts(int i, Result result) {
        if (!(calls.get(i) instanceof Call.SetData set)) {
            return false;
        }
        Set<Integer> versions = shown.get(set.path() + " " + set.value());
        return versions != null && !versions.contains(result.version());
    }

    private void remember(Place place, long deadline) {
        if (done.cardinality() > deepest) {
            deepest = done.cardinality();
            deepestData = place.data;
            deepestDone = (BitSet) done.clone();
            deepestDeadline = deadline;
        }
    }

    private String evidence() {
        StringBuilder text = new StringBuilder(deepest + " of " + operations.size()
                + " operations can be ordered and give " + deepestData + "; then none of these fits:");
        done.clear();
        done.or(deepestDone);
        for (int i = 0; i < answeredCount; i++) {
            if (mayComeNow(i, deepestDeadline)) {
                text.append("\n  ").append(operations.get(i));
            }
        }
        return text.toString();
    }
}
