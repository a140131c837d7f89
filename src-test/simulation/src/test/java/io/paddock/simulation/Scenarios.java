package io.paddock.simulation;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Schedules that broke others, or us, as stories, in the order of their subjects. The letters are those of the specification,
 * quorum hazards.
 */
final class Scenarios {

    static final List<Class<?>> ALL = List.of(
            SynchronizationScenarioTest.class,
            DiskScenarioTest.class,
            ElectionScenarioTest.class,
            SilenceScenarioTest.class,
            SessionScenarioTest.class);

    private Scenarios() {}

    /** The names of all of them, by the alphabet. */
    static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Class<?> each : ALL) {
            Arrays.stream(each.getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(Test.class))
                    .map(Method::getName)
                    .forEach(names::add);
        }
        names.sort(null);
        return names;
    }

    /** Where the one with that name is. */
    static Class<?> classOf(String name) {
        for (Class<?> each : ALL) {
            if (Arrays.stream(each.getDeclaredMethods())
                    .anyMatch(method -> method.getName().equals(name))) {
                return each;
            }
        }
        throw new IllegalArgumentException("there is no scenario " + name);
    }
}
