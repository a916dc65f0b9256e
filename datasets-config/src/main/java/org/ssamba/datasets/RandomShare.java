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
package org.ssamba.datasets;

import com.oracle.labs.mlrg.olcut.config.Config;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.ssamba.datasets.preparation.Clip;
import org.ssamba.settings.SettingException;

/** Tests on clips drawn at random, regardless of groups. */
public final class RandomShare implements FoldScheme {
    @Config(description = "The share of test clips, between 0 and 1.")
    private double share = 0.1;

    @Config(description = "The seed of the draw.")
    private long seed = 1;

    /** A tenth; also used by OLCUT. */
    public RandomShare() {}

    @Override
    public void postConfig() {
        if (!(share > 0 && share < 1)) {
            throw new SettingException("share", "must be between 0 and 1, not " + share);
        }
    }

    @Override
    public List<Fold> folds(List<Clip> clips) {
        List<Clip> order = new ArrayList<>(clips);
        Collections.shuffle(order, new Random(seed));
        int test = Math.max(1, (int) Math.round(share * order.size()));
        return List.of(
                new Fold(
                        "random-share", order.subList(test, order.size()), order.subList(0, test)));
    }
}
