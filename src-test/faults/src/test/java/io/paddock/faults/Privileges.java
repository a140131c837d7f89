package io.paddock.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the tests may do on this machine, found out by trying. */
final class Privileges {

    /** A command that runs another one for which the permissions of files count, even if the user is root. */
    static final String[] WITHOUT = {"setpriv", "--bounding-set=-all", "--inh-caps=-all", "--"};

    private Privileges() {}

    static boolean canBeGivenUp() {
        return succeeds(WITHOUT, "true");
    }

    static boolean succeeds(String[] wrapper, String... command) {
        List<String> all = new ArrayList<>(List.of(wrapper));
        all.addAll(List.of(command));
        try {
            return new ProcessBuilder(all)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
