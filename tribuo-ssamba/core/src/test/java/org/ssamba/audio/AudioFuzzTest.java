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
package org.ssamba.audio;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.provider.MethodSource;
import org.ssamba.audio.flac.FlacRepair;
import org.ssamba.audio.ogg.OggRepair;

/**
 * Whatever bytes come, audio is decoded alike in every way or refused by name, soon and in memory
 * that its samples need. Run as tests, these decode the small clips of each format and the inputs
 * that were found; how to go on looking is in docs/audio.md.
 */
@Timeout(value = 60, unit = SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class AudioFuzzTest {
    static Stream<byte[]> sphereClips() {
        return Stream.of(
                PipedFilesTest.sphereFile("01", "pcm", 2, 4),
                PipedFilesTest.sphereFile("1", "ulaw", 1, 8));
    }

    @SmallClips(".wav")
    @FuzzTest
    void wav(byte[] file) throws IOException {
        FuzzedAudio.check(file);
    }

    @SmallClips({".aiff", ".aifc"})
    @FuzzTest
    void aiff(byte[] file) throws IOException {
        FuzzedAudio.check(file);
    }

    @SmallClips(".au")
    @FuzzTest
    void au(byte[] file) throws IOException {
        FuzzedAudio.check(file);
    }

    @MethodSource("sphereClips")
    @FuzzTest
    void sphere(byte[] file) throws IOException {
        FuzzedAudio.check(file);
    }

    @SmallClips(".flac")
    @FuzzTest
    void flac(byte[] file) throws IOException {
        FuzzedAudio.check(FlacRepair.frames(file));
    }

    @SmallClips(".ogg")
    @FuzzTest
    void vorbis(byte[] file) throws IOException {
        FuzzedAudio.check(OggRepair.pages(file));
    }

    @SmallClips(".opus")
    @FuzzTest
    void opus(byte[] file) throws IOException {
        FuzzedAudio.check(OggRepair.pages(file));
    }

    @SmallClips({".webm", ".mka"})
    @FuzzTest
    void matroska(byte[] file) throws IOException {
        FuzzedAudio.check(file);
    }

    @SmallClips({".mp4", ".m4a"})
    @FuzzTest
    void mp4(byte[] file) throws IOException {
        FuzzedAudio.check(file);
    }

    @SmallClips(".aac")
    @FuzzTest
    void adts(byte[] file) throws IOException {
        FuzzedAudio.check(file);
    }

    @SmallClips({".mp3", ".mp2"})
    @FuzzTest
    void mpeg(byte[] file) throws IOException {
        FuzzedAudio.check(file);
    }
}
