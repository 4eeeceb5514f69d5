// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.config.ConfigParser;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowPrinterTest {
    private static final String JSON =
            "{\"event\":\"connect\",\"pid\":7,\"thread\":\"a\\\",\\\"container_id\\\":\\\"x\\\"\","
                    + "\"exe\":\"/bin/java\",\"container_id\":\"275d71585e03\",\"container_runtime\":\"docker\","
                    + "\"container_name\":\"shop\",\"kube_pod\":\"p\",\"kube_namespace\":\"n\"}";
    private static final String BARE =
            JSON.substring(0, JSON.indexOf(",\"container_id\":\"2")).concat("}");

    private static String printed(OutputFormat format, boolean isVerbose, boolean hasContainers, String record)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FlowPrinter printer =
                new FlowPrinter(new Terminal(out, false, false), new FlowFilter(), format, isVerbose, hasContainers);
        printer.print(record);
        printer.flush();
        return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }

    @Test
    void printsJsonWithAndWithoutContainers() throws IOException {
        assertThat(printed(OutputFormat.JSON, false, true, JSON)).isEqualTo(JSON + "\n");
        assertThat(printed(OutputFormat.JSON, false, false, JSON)).isEqualTo(BARE + "\n");
    }

    @Test
    void theContainerOfThePeerIsOneToo() throws IOException {
        String json = JSON.replace(",\"container_id\"", ",\"remote_container_name\":\"db\",\"container_id\"");

        assertThat(printed(OutputFormat.JSON, false, true, json)).isEqualTo(json + "\n");
        assertThat(printed(OutputFormat.JSON, false, false, json)).isEqualTo(BARE + "\n");
        assertThat(printed(OutputFormat.TEXT, true, true, json + "\u001fX")).contains(" remote_container_name=db");
        assertThat(printed(OutputFormat.TEXT, true, false, json + "\u001fX")).doesNotContain("container");
    }

    @Test
    void printsTheLineOfEbpflowexportWithAndWithoutContainers() throws IOException {
        String line =
                "1.000000 [lo][Sent][IPv4/TCP][pid/tid: 7/8 [[containerID: x]], uid/gid: 0/0][addr: a <-> b][CLOSE]";
        String parts = "[containerID: 275d71585e03][kube_name: web][kube_pod: shop-0][kube_ns: production]";
        String record = JSON + "\u001f" + line + parts;

        assertThat(printed(OutputFormat.EBPFFLOW, true, true, record)).isEqualTo(line + parts + "\n");
        assertThat(printed(OutputFormat.EBPFFLOW, true, false, record)).isEqualTo(line + "\n");
        assertThat(printed(OutputFormat.EBPFFLOW, false, false, JSON + "\u001f" + line))
                .isEqualTo(line + "\n");
        assertThat(printed(OutputFormat.EBPFFLOW, false, true, JSON + "\u001f")).isEmpty();
    }

    @Test
    void verboseHasASecondLineWithAndWithoutContainers() throws IOException {
        String record = JSON + "\u001fCONNECT";

        assertThat(printed(OutputFormat.TEXT, false, true, record)).isEqualTo("CONNECT\n");
        assertThat(printed(OutputFormat.TEXT, true, true, record))
                .startsWith("CONNECT\n    ")
                .endsWith(" pid=7 exe=/bin/java container_id=275d71585e03 container_runtime=docker container_name=shop"
                        + " kube_pod=p kube_namespace=n\n");
        assertThat(printed(OutputFormat.TEXT, true, false, record)).endsWith(" pid=7 exe=/bin/java\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1us", "999999us", "1s", "16m", "17m", "1001s", "60m"})
    void theAgentTakesEveryThresholdThatTheCommandLineTakes(String slow) {
        FlowFilter filter = new FlowFilter();
        filter.slowUs(new Ebpflow.DurationConverter().convert(slow));
        String options = new FlowPrinter(
                        new Terminal(new ByteArrayOutputStream(), false, false),
                        filter,
                        OutputFormat.TEXT,
                        false,
                        false)
                .options(true);
        File nowhere = new File("nowhere");

        assertThat(ConfigParser.parse(options.substring(1), nowhere).problems()).isEmpty();
        assertThat(ConfigParser.parse(options.substring(1), nowhere).slow())
                .isEqualTo(ConfigParser.parse("slow=" + slow, nowhere).slow());
    }
}
