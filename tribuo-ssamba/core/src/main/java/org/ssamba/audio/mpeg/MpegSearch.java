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
package org.ssamba.audio.mpeg;

import java.io.IOException;
import org.ssamba.audio.decoding.AudioTags;
import org.ssamba.audio.decoding.PagedBytes;

/** Finds MPEG frames among tags, zeros and whatever else lies around them. */
final class MpegSearch {
    /** So many frames, each where the one before ends, do not come about by chance. */
    private static final int CERTAIN = 4;

    private final PagedBytes data;
    private final AudioTags tags;

    MpegSearch(PagedBytes data) {
        this.data = data;
        this.tags = new AudioTags(data);
    }

    /**
     * The position of the frames that follow the tags and zeros at a position, even if a tag claims
     * the wrong size, as some programs write; the end of the file where none follow a tag, and the
     * position itself where there is no tag.
     */
    long behind(long position) throws IOException {
        long at = tags.behind(position);
        boolean frame = MpegFrame.parse(data.read(at, MpegFrame.HEADER), 0) != null;
        if (at == position || at == data.size() || frame) {
            return at;
        }
        long frames = frames(position + 1, data.size());
        return frames < 0 ? data.size() : frames;
    }

    /**
     * The first position from which frames follow each other, or -1 if none is before the limit.
     */
    long frames(long from, long limit) throws IOException {
        for (long at = from; at < Math.min(limit, data.size()); at++) {
            if (data.read(at, 1)[0] == (byte) 0xff && certain(at)) {
                return at;
            }
        }
        return -1;
    }

    /** Whether frames follow each other from a position on, up to the end if that is near. */
    private boolean certain(long position) throws IOException {
        MpegFrame first = MpegFrame.parse(data.read(position, MpegFrame.HEADER), 0);
        MpegFrame frame = first;
        long at = position;
        for (int i = 1; i < CERTAIN; i++) {
            if (frame == null || !first.continuedBy(frame)) {
                return false;
            }
            at += frame.bytes();
            if (at >= data.size()) {
                return at == data.size() && i > 1;
            }
            frame = MpegFrame.parse(data.read(at, MpegFrame.HEADER), 0);
        }
        return frame != null && first.continuedBy(frame);
    }
}
