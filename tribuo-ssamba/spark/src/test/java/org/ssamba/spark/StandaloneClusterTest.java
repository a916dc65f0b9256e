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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job's jar on a cluster of processes, one of which is killed. */
class StandaloneClusterTest {
    private static final int CLIPS = 40;
    private static final int UNITS = CLIPS / 4;

    @TempDir private static Path folder;
    private static Path audio;
    private static Path encoder;

    @BeforeAll
    static void corpus() throws IOException {
        audio = folder.resolve("audio");
        for (int i = 0; i < CLIPS; i++) {
            Tones.write(audio, i, 8);
        }
        encoder = folder.resolve("encoder.ssamba");
        Tones.encoder(folder.resolve("audio")).save(encoder);
        Files.writeString(audio.resolve("broken.wav"), "not audio");
    }

    private static Process embed(Cluster cluster, String name, String master, String... more)
            throws IOException {
        return cluster.submit(
                name,
                master,
                List.of(more),
                "embed",
                audio.toString(),
                folder.resolve(name).toString(),
                "--encoder",
                encoder.toString(),
                "--unit",
                "4");
    }

    private static void end(Cluster cluster, String name, Process job)
            throws IOException, InterruptedException {
        assertTrue(job.waitFor(10, TimeUnit.MINUTES), name);
        assertEquals(0, job.exitValue(), cluster.log(name));
    }

    /** Units that are in the output of a job that still runs. */
    private static long units(String name) throws IOException {
        Path output = folder.resolve(name);
        if (!Files.isDirectory(output)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(output)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).count();
        }
    }

    private static List<String> table(String name) {
        return LocalSpark.collect(
                        LocalSpark.SPARK
                                .read()
                                .parquet(folder.resolve(name).toString())
                                .orderBy("path"))
                .stream()
                .map(Row::mkString)
                .toList();
    }

    @Test
    void aWorkerThatIsKilledCostsTimeAndNothingElse() throws Exception {
        try (Cluster cluster = new Cluster(folder.resolve("cluster"))) {
            end(cluster, "alone", embed(cluster, "alone", "local[1]"));
            cluster.startWorker();
            cluster.startWorker();
            Process job = embed(cluster, "killed", cluster.address());
            while (job.isAlive() && (units("killed") < 2 || cluster.executors(1) == 0)) {
                Thread.sleep(50);
            }
            long before = units("killed");
            cluster.kill(1);
            assertTrue(before < UNITS, before + " units were done before the worker was killed");
            end(cluster, "killed", job);
            assertTrue(cluster.log("killed").contains("Lost executor"), cluster.log("killed"));
        }
        List<String> alone = table("alone");
        assertEquals(CLIPS + 1, alone.size());
        assertEquals(alone, table("killed"));
    }

    @Test
    void aTaskGetsTheGpuThatTheWorkersScriptFound() throws Exception {
        Path script =
                Files.writeString(
                        folder.resolve("gpus.sh"),
                        "#!/bin/sh\necho '{\"name\": \"gpu\", \"addresses\": [\"7\"]}'\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Cluster cluster =
                new Cluster(
                        folder.resolve("gpus"),
                        "spark.worker.resource.gpu.amount=1",
                        "spark.worker.resource.gpu.discoveryScript=" + script)) {
            cluster.startWorker();
            Process job =
                    embed(
                            cluster,
                            "on-gpu",
                            cluster.address(),
                            "--conf",
                            "spark.executor.resource.gpu.amount=1",
                            "--conf",
                            "spark.task.resource.gpu.amount=1");
            assertTrue(job.waitFor(10, TimeUnit.MINUTES));
            // There is no GPU 7 here, and nothing computes elsewhere in silence.
            assertNotEquals(0, job.exitValue());
            assertTrue(cluster.log("on-gpu").contains("GPU 7, on which a task is to compute"));
        }
    }
}
