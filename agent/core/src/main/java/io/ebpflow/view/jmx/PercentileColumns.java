// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.jmx;

import io.ebpflow.exchange.Percentiles;
import java.util.function.Function;

/**
 * The five columns of a distribution.
 *
 * <p>Threading: stateless.
 */
final class PercentileColumns {
    private PercentileColumns() {}

    /** @param of null: does not apply to this row */
    static <R> void add(Table<R> table, String name, String about, Function<R, Percentiles> of) {
        String unit = about + " in microseconds, ";
        table.number(name + "P50Us", unit + "median", row -> orUnknown(of.apply(row)).p50Us)
                .number(name + "P90Us", unit + "90th percentile", row -> orUnknown(of.apply(row)).p90Us)
                .number(name + "P99Us", unit + "99th percentile", row -> orUnknown(of.apply(row)).p99Us)
                .number(name + "P999Us", unit + "99.9th percentile", row -> orUnknown(of.apply(row)).p999Us)
                .number(name + "MaxUs", unit + "longest", row -> orUnknown(of.apply(row)).maxUs);
    }

    private static Percentiles orUnknown(Percentiles percentiles) {
        return percentiles == null ? Percentiles.NONE : percentiles;
    }
}
