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
package org.ssamba.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.ssamba.SSAMBAModel;
import org.ssamba.SSAMBASequenceModel;
import org.ssamba.evaluation.SceneLabellingEvaluator;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Evaluates a model. */
@Command(
        name = "evaluate",
        description = "Reports how well a model predicts clips whose labels are known.",
        footer = {
            "",
            "  ssamba evaluate model.tribuo test-clips",
            "  ssamba evaluate model.tribuo clips.csv --split test"
        })
final class EvaluateCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MODEL", description = "A model from train.")
    private String model;

    @Parameters(index = "1", paramLabel = "DATA", description = LabelledData.DATA)
    private Path data;

    @Mixin private LabelledData labelled;
    @Mixin private DeviceOptions device;
    @Mixin private Log log;

    /** Used by picocli. */
    EvaluateCommand() {}

    @Override
    public Integer call() throws IOException {
        log.begin();
        SavedFile saved = SavedFile.of(model);
        if (saved.kind() == SavedFile.Kind.SEQUENCE_MODEL) {
            try (SSAMBASequenceModel loaded = saved.sequenceModel()) {
                loaded.setDevice(device.device());
                System.out.println(
                        new SceneLabellingEvaluator().evaluate(loaded, labelled.seconds(data)));
            }
            return ExitCode.DONE;
        }
        try (SSAMBAModel<?> loaded = saved.model()) {
            loaded.setDevice(device.device());
            evaluate(loaded);
        }
        return ExitCode.DONE;
    }

    private <T extends Output<T>> void evaluate(SSAMBAModel<T> loaded) {
        OutputFactory<T> outputs =
                Predicted.outputsLike(loaded.getOutputIDInfo().getDomain().iterator().next());
        MutableDataset<T> clips = labelled.all(data, outputs);
        System.out.println(outputs.getEvaluator().evaluate(loaded, clips));
    }
}
