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

import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.tribuo.ConfigurableDataSource;
import org.tribuo.Example;
import org.tribuo.Output;
import org.tribuo.provenance.DataSourceProvenance;

/** A data source of clips that were all looked at when it was made. */
abstract class ListedAudioSource<T extends Output<T>> implements ConfigurableDataSource<T> {
    private LabelledExamples<T> clips;
    private AudioSourceProvenance provenance;

    /** For subclasses, which call {@link #take} when they are configured. */
    ListedAudioSource() {}

    /**
     * Takes what was found.
     *
     * @param inventory the clips.
     * @param output makes the output of each.
     */
    final void take(ClipInventory inventory, Function<ListedClip, T> output) {
        clips = new LabelledExamples<>(inventory, output);
        provenance = new AudioSourceProvenance(this, inventory);
    }

    /** Number of examples. */
    public final int size() {
        return clips.size();
    }

    /** The clips that were left out because they cannot be used, or have no label. */
    public final List<SkippedAudio> skipped() {
        return clips.skipped();
    }

    @Override
    public final Iterator<Example<T>> iterator() {
        return clips.iterator();
    }

    @Override
    public final DataSourceProvenance getProvenance() {
        return provenance;
    }
}
