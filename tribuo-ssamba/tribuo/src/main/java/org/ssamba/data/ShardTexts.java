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

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ssamba.audio.AudioFormatException;

/**
 * The texts beside the clips of one tar shard: {@code 000001.cls} beside {@code 000001.flac}. As in
 * WebDataset, a name is taken apart at the first point of its last part.
 */
final class ShardTexts {
    private static final String JSON = "json";

    /** Labels are short; an archive may be of anybody's making. */
    private static final int LONGEST = 1 << 20;

    private final Map<String, TarContent> members = new HashMap<>();

    /** The member that was read last, and what it held: labels and groups often share one. */
    private TarContent member;

    private String text;

    ShardTexts(TarListing listing) {
        for (TarContent file : listing.files()) {
            members.put(key(file.name()) + "." + ending(file.name()), file);
        }
    }

    private static int point(String name) {
        int point = name.indexOf('.', name.lastIndexOf('/') + 1);
        return point < 0 ? name.length() : point;
    }

    private static String key(String name) {
        return name.substring(0, point(name));
    }

    private static String ending(String name) {
        return name.substring(Math.min(name.length(), point(name) + 1)).toLowerCase(Locale.ROOT);
    }

    /**
     * What is said of a clip.
     *
     * @param clip its name in the archive
     * @param where the ending of a text file, each line of which counts, or {@code json.FIELD},
     *     which may be a list, and a field of a field
     * @return at least one text
     * @throws AudioFormatException if there is no such text
     */
    List<String> of(TarContent clip, String where) {
        String[] fields = where.split("\\.");
        String name = key(clip.name()) + "." + fields[0];
        TarContent found = members.get(name);
        if (found == null) {
            throw new AudioFormatException(
                    clip.toString(),
                    "has no " + name + " beside it, which should say its " + where);
        }
        String content = read(found);
        List<String> texts =
                fields[0].equals(JSON)
                        ? values(found, content, fields)
                        : content.lines()
                                .map(String::strip)
                                .filter(line -> !line.isEmpty())
                                .toList();
        if (texts.isEmpty()) {
            throw new AudioFormatException(found.toString(), "says nothing about " + where);
        }
        return texts;
    }

    private String read(TarContent found) {
        if (found.equals(member)) {
            return text;
        }
        if (found.bytes() > LONGEST) {
            throw new AudioFormatException(
                    found.toString(), "has more than " + LONGEST + " bytes, so it is no label");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) found.bytes());
        try (SeekableByteChannel channel = found.open()) {
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
            text = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (IOException e) {
            throw new AudioFormatException(found.toString(), "is not a text in UTF-8: " + e, e);
        }
        member = found;
        return text;
    }

    private static List<String> values(TarContent found, String content, String[] fields) {
        List<String> texts = new ArrayList<>();
        try {
            JsonElement value = JsonParser.parseString(content);
            for (int i = 1; i < fields.length && value != null; i++) {
                value = value.isJsonObject() ? value.getAsJsonObject().get(fields[i]) : null;
            }
            if (value != null && value.isJsonArray()) {
                value.getAsJsonArray().forEach(each -> texts.add(each.getAsString()));
            } else if (value != null && !value.isJsonNull()) {
                texts.add(value.getAsString());
            }
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
            throw new AudioFormatException(
                    found.toString(),
                    "is not JSON with a text or a list of texts there: " + e.getMessage(),
                    e);
        }
        return texts;
    }
}
