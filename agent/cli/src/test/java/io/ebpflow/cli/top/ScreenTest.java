// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the screen shows of {@link Shop}, to the letter. */
class ScreenTest {
    private static final Path DIRECTORY = Path.of("src/test/resources/io/ebpflow/cli/top");
    private static final String REWRITE = "mvn -pl agent/cli -am test -Dtest=ScreenTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Debpflow.docs.write=true";
    private static final String TIME = "03:11:22Z";

    private static Screen screen(View view) {
        return new Screen(Shop.tables(), "4711 com.acme.Shop", view);
    }

    private static void compare(String file, List<String> lines) throws IOException {
        Path golden = DIRECTORY.resolve(file);
        StringBuilder actual = new StringBuilder();
        lines.forEach(line -> actual.append(line.stripTrailing()).append('\n'));
        if (Boolean.getBoolean("ebpflow.docs.write")) {
            Files.write(golden, actual.toString().getBytes(StandardCharsets.UTF_8));
        }
        assertThat(actual.toString())
                .as("differs from " + golden + "; if it is meant to: " + REWRITE)
                .isEqualTo(Files.readString(golden));
    }

    @ParameterizedTest
    @CsvSource({
        "FLOWS,80,24", "ENDPOINTS,80,24", "REQUESTS,80,24", "THREADS,80,24",
        "FLOWS,200,50", "ENDPOINTS,200,50", "REQUESTS,200,50", "THREADS,200,50"
    })
    void isAsRecorded(View view, int width, int height) throws IOException {
        List<String> lines = screen(view).lines(width, height, TIME, false);

        assertThat(lines).hasSize(height);
        assertThat(lines).allSatisfy(line -> assertThat(Cells.width(line)).isLessThanOrEqualTo(width));
        compare(view.name().toLowerCase(Locale.ROOT) + "-" + width + "x" + height + ".txt", lines);
    }

    @ParameterizedTest
    @EnumSource(View.class)
    void isAsRecordedForAFile(View view) throws IOException {
        compare(
                view.name().toLowerCase(Locale.ROOT) + "-plain.txt",
                screen(view).plain(TIME));
    }

    @ParameterizedTest
    @EnumSource(View.class)
    void fitsIntoAnyWindowAndHasNothingThatATerminalObeys(View view) {
        Screen screen = screen(view);
        for (int width = 1; width < 260; width++) {
            for (int height : new int[] {1, 2, 3, 4, 7, 8, 24}) {
                assertThat(screen.lines(width, height, TIME, true)).hasSizeLessThanOrEqualTo(height);
                for (String line : screen.lines(width, height, TIME, true)) {
                    assertThat(Cells.width(line)).isLessThanOrEqualTo(width);
                    assertThat(line.chars()).noneMatch(c -> Character.isISOControl(c) || c == 0x202e);
                }
            }
        }
    }

    @Test
    void ordersByTheColumnThatKeysChoose() {
        Screen screen = screen(View.ENDPOINTS);
        assertThat(screen.lines(80, 24, TIME, false).get(4)).contains("<- :8080");

        screen.reverse();
        assertThat(screen.lines(80, 24, TIME, false).get(1)).contains("by TIME (least first)");
        assertThat(screen.lines(80, 24, TIME, false).get(4)).contains("-> 127.0.0.1:1 ");

        screen.reverse();
        screen.moveOrder(-100, 80);
        assertThat(screen.lines(80, 24, TIME, false).get(1)).contains("by ENDPOINT");
        assertThat(screen.lines(80, 24, TIME, false).get(4)).contains("-  10.0.3.7:5432");

        screen.moveOrder(100, 80);
        assertThat(screen.lines(80, 24, TIME, false).get(1)).contains("by ERR");
        assertThat(screen.orderBy("conn")).isTrue();
        assertThat(screen.orderBy("nonsense")).isFalse();
        assertThat(screen.lines(80, 24, TIME, false).get(1)).contains("by CONN");
    }

    @Test
    void scrollsNoFurtherThanThereAreRows() {
        Screen screen = screen(View.FLOWS);
        screen.scroll(3);
        assertThat(screen.lines(80, 10, TIME, false).get(1)).contains("3-7 of 7");
        screen.scroll(1_000);
        assertThat(screen.lines(80, 8, TIME, false).get(1)).contains("5-7 of 7");
        screen.scroll(-2);
        assertThat(screen.lines(80, 8, TIME, true).get(1)).contains("3-5 of 7  PAUSED");
        screen.show(View.THREADS);
        screen.showNext();
        assertThat(screen.lines(80, 24, TIME, false).get(1)).contains("[flows]").doesNotContain(" of ");
    }

    @Test
    void closedFlowsAreShownOnceMoreAndEndpointsKnowHowManyAreOpen() {
        Tables tables = Shop.tables();
        assertThat(tables.rows(View.FLOWS))
                .filteredOn(row -> row.closedBy.equals("reset"))
                .hasSize(1);
        assertThat(tables.openCount()).isEqualTo(6);
        tables.endInterval(6_000);
        assertThat(tables.rows(View.FLOWS))
                .filteredOn(row -> row.closedBy.isEmpty())
                .hasSize(6);
        assertThat(tables.rows(View.FLOWS)).hasSize(6);
        tables.reset();
        assertThat(tables.rows(View.ENDPOINTS).stream()
                        .mapToLong(row -> row.openCount)
                        .sum())
                .isEqualTo(6);
        assertThat(tables.rows(View.REQUESTS)).isEmpty();
        assertThat(tables.rows(View.THREADS)).isEmpty();
    }

    @Test
    void tablesAreBoundedAndSayWhatHadToMakeRoom() {
        Tables tables = new Tables(0);
        for (int i = 0; i < 10_000; i++) {
            tables.add(
                    Map.of(
                            "event",
                            "connect",
                            "direction",
                            "out",
                            "flow_id",
                            "f" + i,
                            "remote_addr",
                            "10.0.0.1",
                            "remote_port",
                            (long) i,
                            "thread",
                            "t" + i,
                            "thread_id",
                            (long) i,
                            "context",
                            "GET /" + i),
                    i);
        }
        assertThat(tables.rows(View.FLOWS)).hasSize(8_192);
        assertThat(tables.rows(View.ENDPOINTS)).hasSize(1_024);
        assertThat(tables.rows(View.REQUESTS)).hasSize(1_024);
        assertThat(tables.rows(View.THREADS)).hasSize(2_048);
        long dropped = 10_000 * 4 - 8_192 - 2 * 1_024 - 2_048;
        assertThat(new Screen(tables, "", View.FLOWS).lines(80, 24, TIME, false).get(2))
                .contains("lost: " + dropped + " rows had to make room");
    }
}
