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

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.provider.MethodSource;
import org.ssamba.audio.AudioContent;
import org.ssamba.audio.AudioFormatException;

/**
 * Whatever bytes come, an archive is listed or refused by its one exception, and its entries lie in
 * it. How to go on looking is in docs/audio.md.
 */
@Timeout(value = 60, unit = SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class TarFuzzTest {
    private static final int DAMAGED = 400;

    static Stream<byte[]> archives() throws IOException {
        byte[] whole;
        try (Shards tar = new Shards()) {
            whole =
                    tar.add("a.wav", new byte[700])
                            .add("ü/" + "long".repeat(40) + ".wav", new byte[3])
                            .add("a.json", "{}")
                            .bytes();
        }
        List<byte[]> all = new ArrayList<>(List.of(whole));
        Random random = new Random(1);
        for (int i = 0; i < DAMAGED; i++) {
            byte[] bytes = whole.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                int header = 512 * random.nextInt(bytes.length / 512);
                bytes[header + random.nextInt(512)] = (byte) random.nextInt();
                if (random.nextBoolean()) {
                    TarShardsTest.checked(bytes, header);
                }
            }
            all.add(bytes);
        }
        return all.stream();
    }

    @MethodSource("archives")
    @FuzzTest
    void archive(byte[] bytes) {
        try {
            TarListing listing =
                    TarListing.of(AudioContent.of(bytes, URI.create("memory:shard.tar")));
            for (TarContent file : listing.files()) {
                assertTrue(file.offset() >= 512 && file.bytes() >= 0, file::toString);
                assertTrue(file.offset() + file.bytes() <= bytes.length, file::toString);
                assertFalse(List.of(file.name().split("/")).contains(".."), file::toString);
                assertFalse(file.name().startsWith("/"), file::toString);
            }
        } catch (AudioFormatException refused) {
            assertTrue(refused.getMessage().contains("shard.tar"), refused::getMessage);
        }
    }
}
