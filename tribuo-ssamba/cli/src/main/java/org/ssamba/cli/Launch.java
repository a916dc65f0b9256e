/*
 * Copyright 2026 The tribuo-ssamba authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package org.ssamba.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.ssamba.checkpoint.AtomicFile;

/**
 * What Java is to be started with: the vector module, access to native libraries, and an archive of
 * loaded classes, which saves a quarter of the time to the first prediction. They are kept in a
 * file, which the launcher {@code ssamba} gives to Java; {@code java -jar} comes here, and makes
 * that file.
 *
 * @param jar this program; null if it runs from a folder of classes.
 * @param java the home of this JVM.
 */
record Launch(Path jar, Path java) {
    static final String VECTOR = "jdk.incubator.vector";

    /** Set in processes that were started with all this, so that none starts another. */
    private static final String LAUNCHED = "ssamba.launched";

    /** In which Java's launcher reads files of arguments, also where the default is UTF-8. */
    private static final Charset NATIVE = Charset.forName(System.getProperty("native.encoding"));

    /** Since then Java warns of how protobuf reaches memory. */
    private static final int UNSAFE_WARNS = 24;

    static Launch ofThisProcess() {
        try {
            Path code =
                    Path.of(
                            Launch.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
            return new Launch(
                    Files.isRegularFile(code) ? code.toRealPath() : null,
                    Path.of(System.getProperty("java.home")).toRealPath());
        } catch (URISyntaxException | IOException e) {
            throw new IllegalStateException("This program cannot find itself: " + e, e);
        }
    }

    /** Whether to start again. Whoever adds the module by hand has chosen how Java is started. */
    boolean isNeeded() {
        return jar != null
                && System.getProperty(LAUNCHED) == null
                && !hasVectorModule()
                && canStart();
    }

    static boolean hasVectorModule() {
        return ModuleLayer.boot().findModule(VECTOR).isPresent();
    }

    private Path executable() {
        Path windows = java.resolve("bin").resolve("java.exe");
        return Files.exists(windows) ? windows : java.resolve("bin").resolve("java");
    }

    private boolean canStart() {
        if (ModuleFinder.ofSystem().find(VECTOR).isEmpty()) {
            System.err.println(
                    "ssamba: slower than need be, since this Java has no module " + VECTOR);
            return false;
        }
        if (!Files.isExecutable(executable())) {
            System.err.println(
                    "ssamba: slower than need be; start Java with --add-modules " + VECTOR);
            return false;
        }
        return true;
    }

    /** Where the archive of this JVM is, or would be. */
    Path archive() {
        return jar.resolveSibling("lib").resolve(java.getFileName() + ".jsa");
    }

    /** The file of arguments beside it, which the launchers give to Java. */
    private Path arguments() {
        return jar.resolveSibling("lib").resolve(java.getFileName() + ".args");
    }

    /** Whether the archive is there and newer than the program and the JVM. */
    boolean hasArchive() throws IOException {
        return Files.exists(archive())
                && Files.exists(arguments())
                // Not if the folder was moved.
                && Files.readString(arguments(), NATIVE).contains(quoted(archiveFlag()))
                && isNewerThan(jar)
                && isNewerThan(executable());
    }

    private boolean isNewerThan(Path file) throws IOException {
        return Files.getLastModifiedTime(arguments()).compareTo(Files.getLastModifiedTime(file))
                > 0;
    }

    /**
     * Runs a command in another JVM.
     *
     * @return its exit code.
     */
    int again(String[] args) throws IOException {
        if (!hasArchive() && Files.isWritable(archive().getParent())) {
            makeArchive();
        }
        List<String> flags = new ArrayList<>(flags());
        if (hasArchive()) {
            flags.add(archiveFlag());
        }
        flags.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        Process process = start(flags, args).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        return await(process);
    }

    /** Removes arguments that no longer fit, which {@code ssamba.cmd} does not notice. */
    void forgetStale() throws IOException {
        if (jar != null
                && System.getProperty(LAUNCHED) != null
                && Files.exists(arguments())
                && Files.isWritable(arguments().getParent())
                && !hasArchive()) {
            Files.delete(arguments());
        }
    }

    /** Runs all commands once on a small model, and keeps the classes that they load. */
    private void makeArchive() throws IOException {
        System.err.println("ssamba: preparing for this Java, once; it takes some seconds");
        Path made = Files.createTempFile(archive().getParent(), "classes", ".jsa");
        Files.delete(made);
        List<String> dumping = new ArrayList<>(flags());
        dumping.add("-XX:ArchiveClassesAtExit=" + made);
        try {
            Process process =
                    start(dumping, WarmUpCommand.NAME)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            process.getOutputStream().close();
            if (await(process) == ExitCode.DONE && Files.exists(made)) {
                // Whole or not at all: another process may be starting with the old one.
                Files.move(
                        made,
                        archive(),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
                writeArguments();
            }
        } finally {
            Files.deleteIfExists(made);
        }
    }

    private void writeArguments() throws IOException {
        List<String> flags = new ArrayList<>(flags());
        flags.add(archiveFlag());
        String lines =
                flags.stream()
                        .map(flag -> quoted(flag) + System.lineSeparator())
                        .collect(Collectors.joining());
        AtomicFile.write(arguments(), out -> out.write(lines.getBytes(NATIVE)));
    }

    private static String quoted(String flag) {
        return '"' + flag.replace("\\", "\\\\") + '"';
    }

    private String archiveFlag() {
        return "-XX:SharedArchiveFile=" + archive();
    }

    private static List<String> flags() {
        List<String> flags = new ArrayList<>();
        flags.add("--add-modules=" + VECTOR);
        flags.add("--enable-native-access=ALL-UNNAMED");
        if (Runtime.version().feature() >= UNSAFE_WARNS) {
            flags.add("--sun-misc-unsafe-memory-access=allow");
        }
        flags.add("-D" + LAUNCHED + "=true");
        // An archive that does not fit is ignored; Java would say so on standard output.
        flags.add("-Xlog:disable");
        return flags;
    }

    private ProcessBuilder start(List<String> flags, String... args) {
        List<String> command = new ArrayList<>();
        command.add(executable().toString());
        command.addAll(flags);
        command.add("-jar");
        command.add(jar.toString());
        command.addAll(List.of(args));
        return new ProcessBuilder(command);
    }

    private static int await(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
