package io.paddock.simulation;

import java.time.Duration;

/**
 * Runs seeds until the time is up or one breaks, outside of any build: first seed, seconds, and the threads that share them; or
 * the seed and {@code print} for its whole story.
 */
final class Soak {

    private Soak() {}

    public static void main(String[] args) throws InterruptedException {
        long first = Long.decode(args[0]);
        boolean print = args[1].equals("print");
        Lives lives = new Lives(first, print ? Trace.Told.EVERYTHING : Trace.Told.NOTHING);
        if (print) {
            lives.liveOne();
        } else {
            int threads = args.length > 2 ? Integer.parseInt(args[2]) : 1;
            lives.live(threads, Duration.ofSeconds(Long.parseLong(args[1])));
        }
        lives.failures().forEach(System.out::println);
        System.out.println(lives);
        System.exit(lives.failures().isEmpty() ? 0 : 1);
    }
}
