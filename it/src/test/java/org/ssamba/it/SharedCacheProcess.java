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
package org.ssamba.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.AudioReference;
import org.ssamba.data.DecodingSpectrogramSource;
import org.ssamba.data.DiskSpectrogramCache;
import org.ssamba.data.SpectrogramSource;

/** Requests random clips from a disk cache and compares them with those of a private cache. */
public final class SharedCacheProcess {
    private SharedCacheProcess() {}

    /**
     * Arguments: folder of clips, cache shared with other processes, its largest size in bytes,
     * cache of its own, number of requests. Prints how many answers were wrong.
     */
    public static void main(String[] args) throws IOException {
        SpectrogramSource decoding = new DecodingSpectrogramSource(LogMelConfig.standard());
        SpectrogramSource shared =
                new DiskSpectrogramCache(decoding, Path.of(args[1]), Long.parseLong(args[2]));
        SpectrogramSource own =
                new DiskSpectrogramCache(decoding, Path.of(args[3]), Long.MAX_VALUE);
        List<AudioReference> clips = new AudioCorpus(Path.of(args[0])).references();
        List<float[]> expected = new ArrayList<>();
        for (AudioReference clip : clips) {
            expected.add(own.get(clip).values());
        }
        SplittableRandom random = new SplittableRandom(args[3].hashCode());
        int wrong = 0;
        for (int i = 0; i < Integer.parseInt(args[4]); i++) {
            int clip = random.nextInt(clips.size());
            wrong +=
                    Arrays.equals(expected.get(clip), shared.get(clips.get(clip)).values()) ? 0 : 1;
        }
        System.out.println("wrong: " + wrong);
    }
}
