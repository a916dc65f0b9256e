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
package org.ssamba.datasets.preparation;

import com.oracle.labs.mlrg.olcut.config.Config;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ssamba.settings.SettingException;

/** Several data sets in folders of one folder, for pretraining on all of them. */
public final class Combined implements DatasetPreparation {
    @Config(mandatory = true, description = "The data sets.")
    private List<DatasetPreparation> parts = new ArrayList<>();

    @Config(mandatory = true, description = "The folder of each, in the same order.")
    private List<String> folders = new ArrayList<>();

    /** For OLCUT. */
    private Combined() {}

    @Override
    public void postConfig() {
        if (parts.size() != folders.size()) {
            throw new SettingException(
                    "folders",
                    "there are " + parts.size() + " data sets in " + folders.size() + " folders");
        }
    }

    @Override
    public ClipList clips(Path folder, Path output) {
        ClipList all = new ClipList(folder);
        for (int i = 0; i < folders.size(); i++) {
            String name = folders.get(i);
            ClipList part = parts.get(i).clips(folder.resolve(name), output);
            part.clips().forEach(all::add);
            part.leftOut().forEach((reason, count) -> all.leaveOut(name + ": " + reason, count));
        }
        return all.requireFiles();
    }
}
