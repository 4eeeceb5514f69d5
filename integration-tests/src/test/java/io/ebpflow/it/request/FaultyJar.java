// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import io.ebpflow.it.Faults;
import io.ebpflow.it.JvmRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.SimpleRemapper;

/**
 * A copy of the agent whose bridge fails, by {@link Faults}: every method of it that advice calls.
 *
 * <p>Threading: confined to the test.
 */
final class FaultyJar {

    private static final int API = Opcodes.ASM9;
    private static final String BRIDGE = "io/ebpflow/bridge/";
    private static final String FAULTS = BRIDGE + "Faults";

    /** Called in place as well, where nothing suppresses: each is made of one try block, with what may fail in it. */
    private static final Set<String> IN_PLACE = Set.of(
            BRIDGE + "Bridge.exitShutdown ()V",
            BRIDGE + "Tasks.exit (J)V",
            BRIDGE + "Tasks.done (Ljava/lang/Object;)V");

    private static final String DROP = BRIDGE + "TaskTable.drop (Ljava/lang/Object;)V";

    /**
     * What fails instead of these and of {@code Tasks.enterForked}. That ends all hand-overs of its JVM, so in each JVM one of these may
     * fail; in every other one that which is called seldom.
     */
    private static final List<String> WITHIN =
            List.of(BRIDGE + "Tasks.end (J)V", DROP, BRIDGE + "Tasks.begin (L" + BRIDGE + "SlotTable;J)J", DROP);

    /** {@code owner.name descriptor}; the place is the number that Faults knows it by. */
    private final List<String> methods = new ArrayList<>();

    private final Path path;

    /** JVMs that were told what to spare. */
    private int runs;

    FaultyJar(Path path) throws IOException {
        this.path = path;
        Map<String, byte[]> entries = new TreeMap<>();
        try (JarFile jar = new JarFile(JvmRun.agentJar().toFile())) {
            for (JarEntry entry : jar.stream().collect(Collectors.toList())) {
                try (InputStream in = jar.getInputStream(entry)) {
                    entries.put(entry.getName(), in.readAllBytes());
                }
            }
        }
        Set<String> called = new LinkedHashSet<>();
        entries.forEach((name, bytes) -> {
            if (name.contains("io/ebpflow/instrumentation/") && name.contains("Advice")) {
                addCalls(bytes, called);
            }
        });
        methods.addAll(called);
        methods.removeAll(IN_PLACE);
        methods.addAll(new LinkedHashSet<>(WITHIN));
        entries.replaceAll((name, bytes) -> name.startsWith(BRIDGE) && name.endsWith(".class") ? spoilt(bytes) : bytes);
        entries.put(FAULTS + ".class", faults());
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(path))) {
            out.setLevel(1);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
    }

    Path path() {
        return path;
    }

    /** What advice calls. */
    List<String> methods() {
        return methods;
    }

    /** For {@link Faults#SPARED} of the next JVM. */
    String spared() {
        String chosen = WITHIN.get(runs++ % WITHIN.size());
        return WITHIN.stream()
                .filter(method -> !method.equals(chosen))
                .map(method -> Integer.toString(methods.indexOf(method)))
                .collect(Collectors.joining(","));
    }

    private static void addCalls(byte[] advice, Set<String> called) {
        new ClassReader(advice)
                .accept(
                        new ClassVisitor(API) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] thrown) {
                                return new MethodVisitor(API) {
                                    @Override
                                    public void visitMethodInsn(
                                            int opcode, String owner, String to, String types, boolean isInterface) {
                                        if (owner.startsWith(BRIDGE)) {
                                            called.add(owner + "." + to + " " + types);
                                        }
                                    }
                                };
                            }
                        },
                        0);
    }

    private byte[] spoilt(byte[] original) {
        ClassReader reader = new ClassReader(original);
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        reader.accept(
                new ClassVisitor(API, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] thrown) {
                        MethodVisitor to = super.visitMethod(access, name, descriptor, signature, thrown);
                        int number = methods.indexOf(reader.getClassName() + "." + name + " " + descriptor);
                        return number < 0 ? to : failing(to, number);
                    }
                },
                0);
        return writer.toByteArray();
    }

    private static MethodVisitor failing(MethodVisitor to, int number) {
        return new MethodVisitor(API, to) {
            @Override
            public void visitCode() {
                super.visitCode();
                visitLdcInsn(number);
                visitMethodInsn(Opcodes.INVOKESTATIC, FAULTS, "perhaps", "(I)V", false);
            }
        };
    }

    private static byte[] faults() throws IOException {
        String name = Faults.class.getName().replace('.', '/');
        try (InputStream in = Faults.class.getResourceAsStream("/" + name + ".class")) {
            ClassWriter writer = new ClassWriter(0);
            new ClassReader(in).accept(new ClassRemapper(writer, new SimpleRemapper(API, name, FAULTS)), 0);
            return writer.toByteArray();
        }
    }
}
