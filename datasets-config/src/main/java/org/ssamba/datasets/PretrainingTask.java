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
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ssamba.PretrainedEncoder;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.data.AudioCorpus;

/** Pretrains an encoder on the clips, ignoring their labels; resumes where a killed run stopped. */
public final class PretrainingTask implements Task {
    private static final int PERCENT = 100;

    @Config(mandatory = true, description = "Trains the encoder.")
    private SSAMBAPretrainer pretrainer;

    /** For OLCUT. */
    private PretrainingTask() {}

    @Override
    public boolean startsFromEncoder() {
        return false;
    }

    @Override
    public Outcome run(FoldRun fold) throws IOException {
        AudioCorpus corpus = new AudioCorpus(fold.train(), fold.unreadable());
        PretrainedEncoder encoder = Encoders.pretrained(pretrainer, corpus, fold);
        SortedMap<String, String> run = new TreeMap<>();
        encoder.getProvenance()
                .run()
                .getMap()
                .forEach((name, value) -> run.put(name, Facts.text(value)));
        Map<String, Double> scores = new LinkedHashMap<>();
        double accuracy = Double.parseDouble(run.get("last-accuracy"));
        if (!Double.isNaN(accuracy)) {
            // Only the discriminative objective tells patches apart.
            scores.put("masked-patch accuracy, %", PERCENT * accuracy);
        }
        scores.put("loss", Double.valueOf(run.get("last-loss")));
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("corpus clips", Integer.toString(corpus.size()));
        if (!corpus.skipped().isEmpty()) {
            facts.put("clips left out, unreadable", Integer.toString(corpus.skipped().size()));
        }
        facts.put("encoder", encoder.config().toString());
        facts.putAll(run);
        facts.put("file", Encoders.FILE);
        return new Outcome(scores, facts);
    }
}
