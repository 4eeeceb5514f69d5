// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AgentArgumentsTest {
    private final List<String> problems = new ArrayList<>();

    private Map<String, String> parse(String text) {
        return AgentArguments.parse(text, problems);
    }

    @Test
    void splitsAtCommasAndAtTheFirstEqualsSign() {
        assertThat(parse("a=1, b = x=y ,,c=,")).containsExactly(entry("a", "1"), entry("b", "x=y"), entry("c", ""));
        assertThat(problems).isEmpty();
    }

    @Test
    void keepsCommasInQuotes() {
        assertThat(parse("a=\"x,y=z\" , b=\"q\\\"\\\\\",c=1"))
                .containsExactly(entry("a", "x,y=z"), entry("b", "q\"\\"), entry("c", "1"));
        assertThat(problems).isEmpty();
    }

    @Test
    void takesTheLastOfARepeatedKey() {
        assertThat(parse("a=1,a=2")).containsExactly(entry("a", "2"));
    }

    @Test
    void reportsWhatIsLeftOpen() {
        assertThat(parse("a=1,b=\"x,c=2")).containsExactly(entry("a", "1"));
        assertThat(problems)
                .containsExactly("agent arguments: the quote before x,c=2 is not closed; this value is ignored");
    }

    @Test
    void reportsWhatFollowsAQuote() {
        assertThat(parse("a=\"1\"2,b=3")).containsExactly(entry("a", "1"), entry("b", "3"));
        assertThat(problems).containsExactly("agent arguments: \"2\" after a closing quote is ignored");
    }

    @Test
    void isEmptyWithoutArguments() {
        assertThat(parse(null)).isEmpty();
        assertThat(parse("")).isEmpty();
    }

    @Test
    void survivesAnyText() {
        Random random = new Random(7_919);
        String alphabet = "a=,\"\\ +b";
        for (int i = 0; i < 10_007; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(13); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(parse(text.toString()).values()).doesNotContainNull();
        }
    }
}
