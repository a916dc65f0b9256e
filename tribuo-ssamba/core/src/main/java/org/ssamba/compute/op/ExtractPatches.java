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
package org.ssamba.compute.op;

import org.ssamba.compute.Tensor;

/**
 * Cuts a spectrogram into patches (docs/model.md, section 3): patch {@code row·t + column} holds,
 * at {@code mel·patchFrames + frame}, the value of mel bin {@code row·melStride + mel} in frame
 * {@code column·frameStride + frame}.
 *
 * @param spectrogram (B, frames, mels), FLOAT32 or ACTIVATION.
 * @param patches (B, f·t, patchMels·patchFrames), ACTIVATION.
 * @param patchMels height of a patch in mel bins.
 * @param patchFrames width of a patch in frames.
 * @param melStride mel bins from one row of patches to the next.
 * @param frameStride frames from one column of patches to the next.
 */
public record ExtractPatches(
        Tensor spectrogram,
        Tensor patches,
        int patchMels,
        int patchFrames,
        int melStride,
        int frameStride)
        implements Operation {

    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
