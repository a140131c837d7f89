package io.paddock.benchmarks;

import java.util.Locale;

/**
 * One number of each server.
 *
 * @param work what the servers had to do
 * @param quantity what was measured, with its unit
 * @param apache NaN if there is none
 * @param paddock NaN if there is none
 * @param aim null if the number is only for information
 */
record Figure(String work, String quantity, double apache, double paddock, Aim aim) {

    double ratio() {
        return paddock / apache;
    }

    /** Empty without an aim. */
    String verdict() {
        if (aim == null) {
            return "";
        }
        return aim.isReachedBy(this) ? "reached" : "missed";
    }

    /** Three digits that count. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        int decimals = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
