// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import io.ebpflow.it.Command;
import io.ebpflow.it.Jdk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The bytecode that a JVM runs, read out of its memory by the JDK's debugger: no transformer is asked.
 *
 * <p>Threading: stateless.
 */
final class LoadedBytecode {

    private LoadedBytecode() {}

    /** The instructions of classes, without the places of their constants: the JVM may keep those of a former version beside. */
    static String of(Jdk jdk, long pid, Path directory, List<String> classes) throws Exception {
        Path target = Files.createTempDirectory(directory, "classes");
        String commands = classes.stream()
                .map(name -> "dumpclass " + name + " " + target + "\n")
                .collect(Collectors.joining("", "", "quit\n"));
        Path script = Files.writeString(directory.resolve("dump"), commands);
        Command.run("sh", "-c", "exec '" + jdk.program("jhsdb") + "' clhsdb --pid " + pid + " < '" + script + "'");
        List<String> command = new ArrayList<>(List.of(jdk.program("javap").toString(), "-p", "-c"));
        for (String name : classes) {
            command.add(target.resolve(name.replace('.', '/') + ".class").toString());
        }
        return Command.run(command.toArray(new String[0])).replaceAll("#\\d+", "#");
    }
}
