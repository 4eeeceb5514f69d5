// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.kernel.libc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrampolinesTest {
    private static final String LIBRARY = "/tmp/ebpflow-7/libjnidispatch.so";

    private static final List<String> PROCESS = List.of(
            "7f5348a00000-7f5348a1e000 r-xp 00000000 fe:00 2278835                    " + LIBRARY + " (deleted)",
            "7f5348a1e000-7f5348c1d000 ---p 0001e000 fe:00 2278835                    " + LIBRARY + " (deleted)",
            "7f5348c1d000-7f5348c1e000 rw-p 0001d000 fe:00 2278835                    " + LIBRARY + " (deleted)",
            "7f5348c1e000-7f5348c1f000 rw-p 00000000 00:00 0 ",
            "7f5374760000-7f5374761000 r-xp 00017000 fe:00 2278834                    /tmp/other.so (deleted)",
            "7f537476f000-7f5374770000 rw-p 00000000 00:00 0 ",
            "7f5374770000-7f5374771000 r-xp 00017000 fe:00 2278835                    " + LIBRARY + " (deleted)",
            "7f5374771000-7f5374774000 rw-p 00000000 00:00 0 ",
            "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]");

    @Test
    void findsCodeFromWithinTheLibraryAndTheParametersBehind() {
        List<Trampolines> found = Trampolines.among(PROCESS, LIBRARY);

        assertThat(found).hasSize(1);
        assertThat(found.get(0).address()).isEqualTo(0x7f5374770000L);
        assertThat(found.get(0).bytes()).isEqualTo(0x2000);
    }

    @Test
    void leavesTheLibraryItselfAlone() {
        assertThat(Trampolines.among(PROCESS.subList(0, 6), LIBRARY)).isEmpty();
    }

    @Test
    void leavesAloneWhatIsNotFollowedByParameters() {
        List<String> others = List.of(PROCESS.get(0), PROCESS.get(6), PROCESS.get(1));

        assertThat(Trampolines.among(others, LIBRARY)).isEmpty();
    }
}
