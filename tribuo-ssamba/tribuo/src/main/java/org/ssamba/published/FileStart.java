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
package org.ssamba.published;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The first bytes of a file, which tell the formats of encoders apart.
 *
 * @param bytes fewer than {@link #LENGTH} if the file is shorter.
 */
public record FileStart(byte[] bytes) {
    /** Enough of a text to recognise it. */
    private static final int LENGTH = 48;

    /** Where the header of safetensors begins, after its length. */
    private static final int JSON = 8;

    /** How pickles begin, which PyTorch wrote without a zip before 1.6. */
    private static final int PICKLE = 0x80;

    /**
     * Reads them.
     *
     * @param file any file.
     * @return its first bytes.
     * @throws IOException if it is a folder, does not exist, or may not be read.
     */
    public static FileStart of(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a folder: name a file in it");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new FileStart(in.readNBytes(LENGTH));
        } catch (AccessDeniedException e) {
            throw new IOException(file + " may not be read: there is no permission", e);
        } catch (NoSuchFileException e) {
            throw new IOException("There is no file " + file, e);
        }
    }

    /**
     * Whether the file is safetensors. To be asked first: the length of their header may begin like
     * any other format.
     *
     * @return whether a JSON object follows the length.
     */
    public boolean isSafetensors() {
        return bytes.length > JSON && bytes[JSON] == '{';
    }

    /**
     * Whether PyTorch may have written the file.
     *
     * @return whether it begins like a zip or a pickle.
     */
    public boolean isPyTorch() {
        return bytes.length >= 2 && bytes[0] == 'P' && bytes[1] == 'K'
                || bytes.length > 0 && (bytes[0] & 0xff) == PICKLE;
    }

    /**
     * Whether it begins as a text does, which no format of encoders is.
     *
     * @return whether all characters are printable, also if there are none.
     */
    public boolean isText() {
        return text().chars().allMatch(c -> c >= ' ' && c <= '~' || Character.isWhitespace(c));
    }

    /**
     * Why the file is none of the formats, if its start says so: a web page or a pointer,
     * downloaded in place of the file it stands for, is text.
     *
     * @param otherwise what is said if the start does not tell.
     * @return a clause.
     */
    public String problem(String otherwise) {
        if (bytes.length == 0) {
            return "it is empty";
        }
        if (isText()) {
            return "it is text, which begins \""
                    + text().lines().findFirst().orElse("").strip()
                    + "\": a web page or a pointer may have been downloaded in place of the file";
        }
        return otherwise.replaceAll("\\.$", "");
    }

    private String text() {
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
