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
package org.ssamba.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A standalone cluster of Spark: a master and workers, each a process on the loopback device. */
final class Cluster implements AutoCloseable {
    private static final Path SPARK = Path.of("target/spark").toAbsolutePath();
    private static final Pattern MASTER =
            Pattern.compile("Starting Spark master at (spark://\\S+)");
    private static final long PATIENCE_MILLIS = TimeUnit.MINUTES.toMillis(3);

    private final Path folder;
    private final List<String> configuration;
    private final Process master;
    private final String address;
    private final List<Process> workers = new ArrayList<>();

    /**
     * Starts a master.
     *
     * @param folder of logs and workers' folders
     * @param configuration of workers, as name=value
     */
    Cluster(Path folder, String... configuration) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        this.configuration = List.of(configuration);
        master =
                java(
                        "master",
                        List.of(),
                        "org.apache.spark.deploy.master.Master",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        "0",
                        "--webui-port",
                        "0");
        address = await("master", MASTER);
    }

    String address() {
        return address;
    }

    /** Starts a worker of one core and waits until the master knows it. */
    void startWorker() throws IOException, InterruptedException {
        String name = "worker-" + workers.size();
        workers.add(
                java(
                        name,
                        configuration.stream().map(each -> "-D" + each).toList(),
                        "org.apache.spark.deploy.worker.Worker",
                        "--host",
                        "127.0.0.1",
                        "--cores",
                        "1",
                        "--memory",
                        "1g",
                        "--webui-port",
                        "0",
                        "--work-dir",
                        folder.resolve(name + "-work").toString(),
                        address));
        await(name, Pattern.compile("(Successfully registered) with master"));
    }

    /** Kills a worker and its executors. */
    void kill(int worker) {
        Process process = workers.get(worker);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** How many executors a worker has started. */
    long executors(int worker) {
        return workers.get(worker).descendants().count();
    }

    /** Submits the job jar, as spark-submit does. */
    Process submit(String name, String master, List<String> options, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("--master", master));
        command.addAll(List.of("--conf", "spark.driver.bindAddress=127.0.0.1"));
        command.addAll(List.of("--conf", "spark.driver.host=127.0.0.1"));
        command.addAll(List.of("--conf", "spark.ui.enabled=false"));
        command.addAll(List.of("--executor-memory", "600m"));
        command.addAll(options);
        command.add(jobJar().toString());
        command.addAll(Arrays.asList(arguments));
        List<String> opens = List.of(System.getProperty("ssamba.spark.jvm").split(" "));
        return java(
                name, opens, "org.apache.spark.deploy.SparkSubmit", command.toArray(String[]::new));
    }

    static Path jobJar() throws IOException {
        try (var files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.toString().endsWith("-job.jar"))
                    .findFirst()
                    .orElseThrow()
                    .toAbsolutePath();
        }
    }

    String log(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".log"));
    }

    private Process java(String name, List<String> options, String main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx600m");
        command.addAll(options);
        command.addAll(List.of("-cp", SPARK.resolve("jars") + "/*", main));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("SPARK_HOME", SPARK.toString());
        // Which a distribution's scripts find out.
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
    }

    private String await(String name, Pattern line) throws IOException, InterruptedException {
        long until = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (System.currentTimeMillis() < until) {
            Matcher found = line.matcher(log(name));
            if (found.find()) {
                return found.group(1);
            }
            Thread.sleep(200);
        }
        throw new IOException(name + " says nothing of " + line + ":\n" + log(name));
    }

    @Override
    public void close() {
        for (int worker = 0; worker < workers.size(); worker++) {
            kill(worker);
        }
        master.destroyForcibly();
    }
}
