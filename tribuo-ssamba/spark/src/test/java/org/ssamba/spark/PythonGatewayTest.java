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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import py4j.GatewayServer;

/**
 * The calls of the guide's Python lines, in the text that Python's side of the gateway sends: which
 * method is meant is decided as it is for PySpark.
 */
class PythonGatewayTest {
    @TempDir private Path folder;

    /** A Python process as the gateway sees it. */
    private static final class Python implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader answers;
        private final Writer commands;

        Python(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            answers =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            commands =
                    Channels.newWriter(
                            Channels.newChannel(socket.getOutputStream()), StandardCharsets.UTF_8);
        }

        /** What a call gives: a reference to an object, or a value. */
        String call(String... lines) throws IOException {
            commands.write(String.join("\n", lines) + "\ne\n");
            commands.flush();
            String answer = answers.readLine();
            assertTrue(answer.startsWith("!y"), answer);
            return answer.substring(2);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void aPythonProgramTransformsTheFrameThatItHolds() throws IOException {
        Path clip = Tones.write(folder.resolve("audio"), 1, 1);
        Path encoder = folder.resolve("encoder.ssamba");
        Tones.encoder(folder.resolve("audio")).save(encoder);
        Dataset<Row> frame = LocalSpark.paths(1, Stream.of(clip));
        GatewayServer server = new GatewayServer(frame, 0);
        server.start(true);
        try (Python python = new Python(server.getListeningPort())) {
            String stage = python.call("i", "org.ssamba.spark.AudioEmbeddings");
            python.call("c", stage.substring(1), "setEncoder", "s" + encoder);
            python.call("c", stage.substring(1), "setBatchSize", "i8");
            String embedded = python.call("c", stage.substring(1), "transform", "rt");
            assertEquals("L1", python.call("c", embedded.substring(1), "count"));
            String saved = folder.resolve("saved").toString();
            python.call("c", stage.substring(1), "save", "s" + saved);
            String loaded =
                    python.call("c", "z:org.ssamba.spark.AudioEmbeddings", "load", "s" + saved);
            assertEquals(
                    "s" + AudioEmbeddings.load(saved).uid(),
                    python.call("c", loaded.substring(1), "uid"));
        } finally {
            server.shutdown();
        }
    }
}
