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

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioContent;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.AudioReader;

/**
 * What a server accepts. It needs memory for {@code queue} uploads and their decoded clips at most.
 *
 * @param queue requests at once, those that wait for the network and those that it runs.
 * @param bytes of an upload.
 * @param seconds of a clip.
 */
record Limits(int queue, int bytes, double seconds) {
    private static final URI UPLOAD = URI.create("upload:audio");

    /**
     * Reads a request's body; one that is too large by its own account is not read at all.
     *
     * @throws RefusedException if it is empty, too large or a form.
     * @throws IOException if the client is gone, or too slow.
     */
    byte[] read(HttpExchange exchange) throws IOException, RefusedException {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        // curl calls any body a form without parts.
        if (type != null && type.strip().toLowerCase(Locale.ROOT).startsWith("multipart/")) {
            throw new RefusedException(
                    415,
                    "this is a form; send the audio file itself as the body, such as by curl"
                            + " --data-binary @clip.wav");
        }
        String declared = exchange.getRequestHeaders().getFirst("Content-Length");
        // The server has refused what is no number.
        if (declared != null && Long.parseLong(declared.strip()) > bytes) {
            throw tooLarge();
        }
        byte[] upload = exchange.getRequestBody().readNBytes(bytes + 1);
        if (upload.length > bytes) {
            throw tooLarge();
        }
        if (upload.length == 0) {
            throw new RefusedException(400, "the body is empty; send an audio file as it is");
        }
        return upload;
    }

    private RefusedException tooLarge() {
        return new RefusedException(413, "uploads have at most " + bytes + " bytes");
    }

    /**
     * Decodes a clip, and no more of it than is accepted: a small file may be hours long.
     *
     * @throws RefusedException if it is too long, or cannot be used; says why.
     */
    AudioClip decode(byte[] upload) throws RefusedException {
        try (AudioReader reader = AudioReader.open(AudioContent.of(upload, UPLOAD))) {
            AudioClip clip = reader.readBeginning(seconds + 1);
            if (clip.durationSeconds() > seconds) {
                throw new RefusedException(413, "clips have at most " + seconds + " seconds");
            }
            return clip;
        } catch (AudioFormatException e) {
            throw unusable(e);
        }
    }

    /** The library's own sentence. */
    static RefusedException unusable(AudioFormatException e) {
        return new RefusedException(422, e.reason());
    }
}
