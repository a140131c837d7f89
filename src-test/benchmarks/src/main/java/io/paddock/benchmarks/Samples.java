package io.paddock.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Values of one quantity, one for each round and server. Owned by the workload that collects them. */
final class Samples {

    private final Map<Contender, List<Double>> values = new EnumMap<>(Contender.class);

    void add(Contender contender, double value) {
        values.computeIfAbsent(contender, key -> new ArrayList<>()).add(value);
    }

    /** NaN without a value. */
    double median(Contender contender) {
        List<Double> sorted = new ArrayList<>(values.getOrDefault(contender, List.of()));
        if (sorted.isEmpty()) {
            return Double.NaN;
        }
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    Figure figure(String work, String quantity, Aim aim) {
        return new Figure(work, quantity, median(Contender.APACHE), median(Contender.PADDOCK), aim);
    }
}
