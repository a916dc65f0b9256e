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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What Java is to be started with: the vector module, access to native libraries, and an archive of
 * loaded classes, which halves the time to the first prediction. The launcher {@code ssamba} does
 * the same where the archive is there; {@code java -jar} comes here.
 *
 * @param jar this program; null if it runs from a folder of classes.
 * @param java the home of this JVM.
 */
record Launch(Path jar, Path java) {
    static final String VECTOR = "jdk.incubator.vector";

    /** Set in processes that were started with all this, so that none starts another. */
    private static final String LAUNCHED = "ssamba.launched";

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

    /** Whether the archive is there and newer than the program and the JVM. */
    boolean hasArchive() throws IOException {
        return Files.exists(archive()) && isNewerThan(jar) && isNewerThan(executable());
    }

    private boolean isNewerThan(Path file) throws IOException {
        return Files.getLastModifiedTime(archive()).compareTo(Files.getLastModifiedTime(file)) > 0;
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
        List<String> flags = new ArrayList<>();
        if (hasArchive()) {
            flags.add("-XX:SharedArchiveFile=" + archive());
        }
        flags.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        Process process = start(flags, args).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        return await(process);
    }

    /** Runs all commands once on a small model, and keeps the classes that they load. */
    private void makeArchive() throws IOException {
        System.err.println("ssamba: preparing for this Java, once; it takes some seconds");
        Path made = Files.createTempFile(archive().getParent(), "classes", ".jsa");
        Files.delete(made);
        try {
            Process process =
                    start(List.of("-XX:ArchiveClassesAtExit=" + made), WarmUpCommand.NAME)
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
            }
        } finally {
            Files.deleteIfExists(made);
        }
    }

    private ProcessBuilder start(List<String> flags, String... args) {
        List<String> command = new ArrayList<>();
        command.add(executable().toString());
        command.add("--add-modules");
        command.add(VECTOR);
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-D" + LAUNCHED + "=true");
        // An archive that does not fit is ignored; Java would say so on standard output.
        command.add("-Xlog:disable");
        command.add("-Xlog:all=error:stderr");
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
