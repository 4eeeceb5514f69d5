// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.kernel.libc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountTableTest {

    private final MountTable table = new MountTable(List.of(
            "/dev/sda1 / ext4 rw,relatime 0 0",
            "tmpfs /tmp tmpfs rw,nosuid,noexec 0 0",
            "tmpfs /tmp/open tmpfs rw 0 0",
            "tmpfs /with\\040space tmpfs rw,noexec 0 0",
            "tmpfs /twice tmpfs rw,noexec 0 0",
            "tmpfs /twice tmpfs rw 0 0",
            "tmpfs /names tmpfs rw,noexecutive 0 0",
            "short line"));

    @ParameterizedTest
    @CsvSource({
        "/, false",
        "/tmp, true",
        "/tmp/a/b, true",
        "/tmpfiles, false",
        "/tmp/open/a, false",
        "/with space/a, true",
        "/twice/a, false",
        "/names, false",
        "/home/shop, false"
    })
    void findsTheMountOfAPath(String path, boolean isNoexec) {
        assertThat(table.isNoexec(path)).isEqualTo(isNoexec);
    }
}
