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
package org.ssamba.examples.serve;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A client that sends half of a clip, and the rest when it is told to. */
final class HeldUpload implements AutoCloseable {
    private final Socket socket;
    private final byte[] rest;

    HeldUpload(int port, byte[] clip) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        String head =
                "POST /predict?top=9 HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                        + clip.length
                        + "\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(clip, 0, clip.length / 2);
        socket.getOutputStream().flush();
        rest = Arrays.copyOfRange(clip, clip.length / 2, clip.length);
    }

    /** The whole answer, to its end. */
    String complete() throws IOException {
        socket.getOutputStream().write(rest);
        socket.getOutputStream().flush();
        return answer();
    }

    /** What is answered without more being sent; empty if the connection is just closed. */
    String answer() throws IOException {
        try (InputStream in = socket.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
