// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.config;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Value of the option {@code flows}: which flows are shown. {@link io.ebpflow.flow.EventFilter} gives it its meaning.
 *
 * <p>Threading: immutable.
 */
public final class FlowSelection {
    /** The three values that are not lists, and the list. */
    public enum Mode {
        NOTABLE,
        ALL,
        OFF,
        LIST
    }

    public static final FlowSelection NOTABLE = new FlowSelection(Mode.NOTABLE, EnumSet.noneOf(FlowWord.class));
    public static final FlowSelection ALL = new FlowSelection(Mode.ALL, EnumSet.noneOf(FlowWord.class));
    public static final FlowSelection OFF = new FlowSelection(Mode.OFF, EnumSet.noneOf(FlowWord.class));

    private final Mode mode;
    private final Set<FlowWord> words;

    private FlowSelection(Mode mode, Set<FlowWord> words) {
        this.mode = mode;
        this.words = words;
    }

    /** @param words at least one */
    public static FlowSelection of(Set<FlowWord> words) {
        return new FlowSelection(Mode.LIST, Collections.unmodifiableSet(EnumSet.copyOf(words)));
    }

    public Mode mode() {
        return mode;
    }

    /** Words of the list; empty unless the mode is {@link Mode#LIST}. */
    public Set<FlowWord> words() {
        return words;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FlowSelection
                && ((FlowSelection) other).mode == mode
                && ((FlowSelection) other).words.equals(words);
    }

    @Override
    public int hashCode() {
        return Objects.hash(mode, words);
    }

    /** As users write it. */
    @Override
    public String toString() {
        return mode == Mode.LIST
                ? words.stream().map(FlowWord::word).collect(Collectors.joining("+"))
                : mode.name().toLowerCase(Locale.ROOT);
    }
}
