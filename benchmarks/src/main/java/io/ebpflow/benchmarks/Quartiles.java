// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Median and spread of some rounds. No mean: one round that another process disturbed would move it.
 *
 * <p>Threading: immutable.
 */
final class Quartiles {
    private final double[] sorted;

    private Quartiles(double[] sorted) {
        this.sorted = sorted;
    }

    /** @throws IllegalArgumentException if there is no value */
    static Quartiles of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values");
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return new Quartiles(sorted);
    }

    double median() {
        return at(0.5);
    }

    double lower() {
        return at(0.25);
    }

    double upper() {
        return at(0.75);
    }

    /** Between two values in proportion. */
    private double at(double fraction) {
        double place = fraction * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
    }

    /** {@code 24.5 [24.1 25.2]}: median, then the quartiles. */
    String format(int decimals) {
        String number = "%." + decimals + "f";
        return String.format(Locale.ROOT, number + " [" + number + " " + number + "]", median(), lower(), upper());
    }

    /** {@link #format} with a sign. */
    String formatSigned(int decimals) {
        String number = "%+." + decimals + "f";
        return String.format(Locale.ROOT, number + " [" + number + " " + number + "]", median(), lower(), upper());
    }
}
