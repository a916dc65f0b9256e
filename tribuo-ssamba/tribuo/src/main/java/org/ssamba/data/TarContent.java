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
package org.ssamba.data;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ssamba.audio.AudioContent;
import org.ssamba.audio.AudioContentProvider;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.ReadOnlyChannel;

/**
 * An entry of a tar archive that is not compressed. Its URI is {@code
 * tar:ARCHIVE!/NAME#OFFSET+BYTES}, with the archive's own URI, so that it is opened without looking
 * for the name. What lies there is another thing if the archive was changed, which the hash of a
 * reference tells.
 *
 * @param archive the archive
 * @param name of the entry
 * @param offset of its first byte in the archive
 * @param bytes how many it has
 */
record TarContent(AudioContent archive, String name, long offset, long bytes)
        implements AudioContent {
    private static final String SCHEME = "tar";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./-]*");

    private static final Pattern TEXT =
            Pattern.compile("tar:(.+)!/([^!]+)#(\\d{1,18})\\+(\\d{1,18})");

    @Override
    public URI uri() {
        return uri(prefix(archive), name, offset, bytes);
    }

    /** What the URIs of an archive's entries begin with. */
    static String prefix(AudioContent archive) {
        return SCHEME + ":" + archive.uri() + "!/";
    }

    /** The URI of an entry. */
    static URI uri(String prefix, String name, long offset, long bytes) {
        // Encoded as in a path: a plus sign would be a space.
        String encoded =
                PLAIN.matcher(name).matches()
                        ? name
                        : URLEncoder.encode(name, StandardCharsets.UTF_8)
                                .replace("+", "%20")
                                .replace("%2F", "/");
        return URI.create(prefix + encoded + "#" + offset + "+" + bytes);
    }

    /** Finds entries by URI. */
    public static final class Provider implements AudioContentProvider {
        @Override
        public Optional<AudioContent> at(URI uri) {
            if (!SCHEME.equals(uri.getScheme())) {
                return Optional.empty();
            }
            Matcher parts = TEXT.matcher(uri.toString());
            if (!parts.matches()) {
                throw new AudioFormatException(
                        uri.toString(),
                        "does not say which bytes of which archive it is; list the archive with"
                                + " AudioCorpus.ofShards");
            }
            return Optional.of(
                    new TarContent(
                            AudioContent.at(URI.create(parts.group(1))),
                            URLDecoder.decode(parts.group(2), StandardCharsets.UTF_8),
                            Long.parseLong(parts.group(3)),
                            Long.parseLong(parts.group(4))));
        }
    }

    @Override
    public SeekableByteChannel open() throws IOException {
        SeekableByteChannel channel = archive.open();
        if (offset + bytes > channel.size()) {
            channel.close();
            throw tooShort();
        }
        return new Slice(channel, offset, bytes);
    }

    @Override
    public Version version() throws IOException {
        Version whole = archive.version();
        if (offset + bytes > whole.bytes()) {
            throw tooShort();
        }
        return new Version(bytes, whole.modified());
    }

    private AudioFormatException tooShort() {
        return new AudioFormatException(
                toString(), "the archive is shorter than when it was listed; restore it");
    }

    @Override
    public String toString() {
        return archive + "!/" + name;
    }

    /** Part of a channel. */
    private static final class Slice extends ReadOnlyChannel {
        private final SeekableByteChannel whole;
        private final long offset;

        Slice(SeekableByteChannel whole, long offset, long size) {
            super(size);
            this.whole = whole;
            this.offset = offset;
        }

        @Override
        protected int read(long from, ByteBuffer destination) throws IOException {
            whole.position(offset + from);
            return whole.read(destination);
        }

        @Override
        public boolean isOpen() {
            return whole.isOpen();
        }

        @Override
        public void close() throws IOException {
            whole.close();
        }
    }
}
