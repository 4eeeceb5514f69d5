// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import ch.qos.logback.core.rolling.RollingPolicyBase;
import java.io.File;

/**
 * {@code flows.log} becomes {@code flows.log.1}, that {@code flows.log.2} and so on; the oldest goes. Instead of Logback's
 * FixedWindowRollingPolicy, whose pattern has no way to write a percent sign that is part of the user's path.
 *
 * <p>Threading: confined to the appender's lock.
 */
final class NumberedFiles extends RollingPolicyBase {
    private final int maxOldFiles;

    /** @param maxOldFiles kept beside the active one, at least 1 */
    NumberedFiles(int maxOldFiles) {
        this.maxOldFiles = maxOldFiles;
    }

    @Override
    public void rollover() {
        for (int i = maxOldFiles; i > 0; i--) {
            File from = i == 1 ? new File(getActiveFileName()) : numbered(i - 1);
            // Replaces the target. A failure leaves lines where they are: the active file goes on growing.
            if (from.exists() && !from.renameTo(numbered(i))) {
                addError("cannot rename " + from + " to " + numbered(i));
            }
        }
    }

    private File numbered(int index) {
        return new File(getActiveFileName() + "." + index);
    }

    @Override
    public String getActiveFileName() {
        return getParentsRawFileProperty();
    }
}
