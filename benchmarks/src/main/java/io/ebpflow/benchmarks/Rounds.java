// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * ABC ABC ABC: each round measures every variant once, and a variant is compared with the bare JVM of its own round. So
 * whatever else the machine does, it does to all of them. The first round is discarded.
 *
 * <p>Threading: confined to main.
 */
final class Rounds {
    /** Measures one variant once. */
    interface Measurement {
        /** @return numbers by name, the same names each time */
        Map<String, Double> measure(Variant variant) throws Exception;
    }

    private final Map<String, List<Map<String, Double>>> values = new LinkedHashMap<>();

    /** @param count of rounds that are kept */
    static Rounds run(List<Variant> variants, int count, Measurement measurement) throws Exception {
        Rounds rounds = new Rounds();
        for (int i = -1; i < count; i++) {
            for (Variant variant : variants) {
                Map<String, Double> measured = measurement.measure(variant);
                if (i >= 0) {
                    rounds.add(variant.name(), measured);
                }
            }
        }
        return rounds;
    }

    void add(String variant, Map<String, Double> measured) {
        values.computeIfAbsent(variant, key -> new ArrayList<>()).add(measured);
    }

    /**
     * Each variant with a number's quartiles, what it adds to the bare JVM and the ratio of both.
     *
     * @param scale what the number is divided by
     */
    Table table(String title, String number, double scale, int decimals) {
        Table table = new Table(title, "median [quartiles]", "more than bare", "ratio to bare");
        List<Map<String, Double>> bare = values.get(Variant.BARE);
        values.forEach((variant, measured) -> {
            List<Double> all = new ArrayList<>();
            List<Double> added = new ArrayList<>();
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < measured.size(); i++) {
                double value = measured.get(i).get(number) / scale;
                double ofBare = bare.get(i).get(number) / scale;
                all.add(value);
                added.add(value - ofBare);
                ratios.add(value / ofBare);
            }
            boolean isBare = variant.equals(Variant.BARE);
            table.row(
                    variant,
                    Quartiles.of(all).format(decimals),
                    isBare ? "" : Quartiles.of(added).formatSigned(decimals),
                    isBare ? "1" : Quartiles.of(ratios).format(2));
        });
        return table;
    }
}
