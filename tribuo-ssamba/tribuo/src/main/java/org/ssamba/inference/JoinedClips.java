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
package org.ssamba.inference;

import java.util.List;
import org.ssamba.training.ClipLoader;

/** The clips of several calls, one call after the other. */
record JoinedClips(List<ClipLoader> calls) implements ClipLoader {
    @Override
    public int size() {
        return calls.stream().mapToInt(ClipLoader::size).sum();
    }

    @Override
    public void load(int clip, float[] logMel) {
        int place = clip;
        for (ClipLoader call : calls) {
            if (place < call.size()) {
                call.load(place, logMel);
                return;
            }
            place -= call.size();
        }
        throw new IndexOutOfBoundsException(clip);
    }
}
