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
package org.ssamba.audio.matroska;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import org.ssamba.audio.aac.AacCodec;
import org.ssamba.audio.aac.AacConfig;
import org.ssamba.audio.decoding.AudioDecoder;
import org.ssamba.audio.decoding.AudioInput;
import org.ssamba.audio.decoding.PacketDecoder;
import org.ssamba.audio.opus.OpusCodec;
import org.ssamba.audio.opus.OpusHead;

/** WebM and Matroska: the first audio track is read; video is passed over. */
public final class MatroskaFormat {
    static final int HEADER = 0x1a45dfa3;
    private static final int TRACKS = 0x1654ae6b;
    private static final Logger logger = Logger.getLogger(MatroskaFormat.class.getName());

    private MatroskaFormat() {}

    public static boolean matches(ByteBuffer head) {
        return head.limit() >= 4 && head.getInt(0) == HEADER;
    }

    public static AudioDecoder open(AudioInput input) throws IOException {
        Ebml ebml = new Ebml(input);
        List<MatroskaTrack> tracks = new ArrayList<>();
        long at = ebml.at(0).end();
        while (at < input.size()) {
            Ebml.Element element = ebml.at(at);
            if (element.id() == MatroskaPackets.CLUSTER) {
                return open(input, ebml, tracks, at);
            }
            if (element.id() == TRACKS) {
                for (Ebml.Element entry : ebml.children(element)) {
                    MatroskaTrack track = MatroskaTrack.parse(input, ebml, entry);
                    if (track != null) {
                        tracks.add(track);
                    }
                }
            }
            at = element.id() == MatroskaPackets.SEGMENT ? element.body() : element.end();
            if (at < element.body()) {
                break;
            }
        }
        throw input.fail("is damaged: it has no Matroska clusters");
    }

    private static AudioDecoder open(
            AudioInput input, Ebml ebml, List<MatroskaTrack> tracks, long start)
            throws IOException {
        if (tracks.isEmpty()) {
            throw input.fail("has no audio track");
        }
        MatroskaTrack track = tracks.get(0);
        if (tracks.size() > 1) {
            logger.warning(
                    input.path()
                            + ": has "
                            + tracks.size()
                            + " audio tracks; the first one is read");
        }
        return switch (track.codec()) {
            case "A_OPUS" -> {
                OpusHead head = OpusHead.parse(input, track.setup());
                MatroskaPackets.Coding coding =
                        new MatroskaPackets.Coding(
                                OpusCodec.SAMPLE_RATE,
                                head.preSkip(),
                                packet -> OpusCodec.samples(input, packet));
                yield new PacketDecoder<>(
                        input,
                        new MatroskaPackets(input, ebml, track, coding, start),
                        new OpusCodec(input, () -> head),
                        OpusCodec.SAMPLE_RATE);
            }
            case "A_AAC" -> {
                AacConfig config = AacConfig.parse(input, track.setup());
                long delay = Math.round(track.delay() / 1e9 * config.sampleRate());
                MatroskaPackets.Coding coding =
                        new MatroskaPackets.Coding(
                                config.sampleRate(), delay, packet -> AacCodec.FRAME);
                yield new PacketDecoder<>(
                        input,
                        new MatroskaPackets(input, ebml, track, coding, start),
                        new AacCodec(input, config),
                        config.sampleRate());
            }
            default -> throw input.unread(track.codec() + " in WebM or Matroska");
        };
    }
}
