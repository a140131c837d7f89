package io.paddock.interop.differential;

import java.util.List;
import java.util.SplittableRandom;

/** Draws lots from one seed. */
final class Luck {

    private final SplittableRandom random;

    Luck(long seed) {
        random = new SplittableRandom(seed);
    }

    boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    String oneOf(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    int oneOf(int... choices) {
        return choices[random.nextInt(choices.length)];
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
