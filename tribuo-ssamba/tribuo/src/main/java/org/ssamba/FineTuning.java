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
package org.ssamba;

import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;
import java.util.logging.Logger;
import org.ssamba.compute.Backend;
import org.ssamba.data.SpectrogramSource;
import org.ssamba.data.VerifiedAudio;
import org.ssamba.head.FittedHead;
import org.ssamba.provenance.Invocations;
import org.ssamba.provenance.RunProvenance;
import org.ssamba.serialization.ModelProtos;
import org.ssamba.split.SpectrogramStores;
import org.ssamba.split.SupervisedClips;
import org.ssamba.training.Checkpointing;
import org.ssamba.training.FineTuningRun;
import org.ssamba.training.FineTuningSettings;
import org.ssamba.training.FrontEnd;
import org.ssamba.training.Normalization;
import org.ssamba.training.RunCheckpoint;
import org.ssamba.training.RunIdentity;
import org.ssamba.work.WorkListener;
import org.tribuo.Output;
import org.tribuo.provenance.DatasetProvenance;
import org.tribuo.provenance.ModelProvenance;

/**
 * One call of a trainer: a starting point and labelled clips become a trained network.
 *
 * @param recipe how it is trained.
 * @param device where.
 * @param cacheDirectory a folder for packed spectrograms, or null.
 * @param listener is told how it goes.
 * @param call whose seed decides everything random.
 * @param checkpoints of the run, for the name of a file; null to save nothing.
 */
record FineTuning(
        FineTuningRecipe recipe,
        ComputeDevice device,
        Path cacheDirectory,
        WorkListener listener,
        Invocations.Call call,
        Function<String, Checkpointing> checkpoints) {
    private static final Logger logger = Logger.getLogger(FineTuning.class.getName());

    /** A trained network, and the facts of the run for its provenance. */
    record Outcome<T extends Output<T>, N extends ModelNetwork>(
            TrainedNetwork<T, N> trained, Map<String, Provenance> facts, Invocations.Call call) {

        ModelProvenance provenance(
                Class<?> model, DatasetProvenance data, Map<String, Provenance> given) {
            return new ModelProvenance(
                    model.getName(),
                    OffsetDateTime.now(ZoneId.systemDefault()),
                    data,
                    call.provenance(),
                    RunProvenance.beside(given, facts));
        }
    }

    /**
     * Trains.
     *
     * @param start weights and front end.
     * @param head what is predicted.
     * @param network for the starting point's encoder.
     * @param examplesHash of all that is learned from.
     * @param split makes labelled clips of where spectrograms come from.
     * @param cut whether clips are cut to the encoder's length.
     */
    <T extends Output<T>, N extends ModelNetwork> Outcome<T, N> run(
            StartingPoint start,
            FittedHead<T> head,
            N network,
            String examplesHash,
            Function<SpectrogramSource, ? extends SupervisedClips> split,
            boolean cut) {
        // Opened before audio is read, since it may not be there.
        Backend backend = device.backend();
        SupervisedClips clips = split.apply(SpectrogramStores.open(start.logMel(), cacheDirectory));
        clips.audio().lengthFit().problem(cut).ifPresent(logger::warning);
        return VerifiedAudio.duringPass(
                () -> run(start, head, network, examplesHash, clips, backend));
    }

    private <T extends Output<T>, N extends ModelNetwork> Outcome<T, N> run(
            StartingPoint start,
            FittedHead<T> head,
            N network,
            String examplesHash,
            SupervisedClips clips,
            Backend backend) {
        int count = clips.training().clips().size();
        FineTuningSettings settings = recipe.settings(count, call.seed());
        recipe.warnOfLongWarmUp(count);
        logger.info(
                () ->
                        "Fine-tuning "
                                + network.config()
                                + " on "
                                + count
                                + " clips, "
                                + settings.epochs()
                                + " epochs");
        Normalization normalization =
                SpectrogramStores.normalization(clips.audio(), backend.workers(), listener);
        float[] initial = start.initialWeights(network.layout(), call.seed());
        FineTuningRun.Result result;
        try (RunCheckpoint states =
                RunCheckpoint.openAmong(
                        checkpoints,
                        "fine-tuning",
                        identity(head, network, examplesHash, clips, backend, initial))) {
            result =
                    new FineTuningRun(network.network(), settings, normalization, listener)
                            .run(backend, initial, clips.training(), clips.validator(), states);
        }
        Map<String, Provenance> facts =
                new RunProvenance()
                        .add(backend.device())
                        .add(normalization)
                        .add("steps", result.steps())
                        .add("skipped-steps", result.skippedSteps())
                        .add("epochs", result.epochs())
                        .add("last-loss", result.lastLoss())
                        .addBest(result)
                        .addExamples(examplesHash)
                        .facts();
        facts.putAll(start.provenance());
        FrontEnd frontEnd = new FrontEnd(start.logMel(), normalization);
        return new Outcome<>(
                new TrainedNetwork<>(head, network, frontEnd, result.weights()), facts, call);
    }

    /** Everything that decides how the run goes on. */
    private <T extends Output<T>> RunIdentity identity(
            FittedHead<T> head,
            ModelNetwork network,
            String examplesHash,
            SupervisedClips clips,
            Backend backend,
            float[] initial) {
        return new RunIdentity()
                .addAll("encoder.", network.config())
                .add("network", network.getClass().getSimpleName())
                .add(
                        "head",
                        HexFormat.of()
                                .formatHex(ModelProtos.sha256(head.serialize()).toByteArray()))
                .addHash("initial", initial)
                .add("recipe", recipe)
                .add("seed", call.seed())
                .add(RunIdentity.CORPUS, examplesHash)
                .add("clips", clips.training().clips().size())
                .addHash("weights", clips.training().weights())
                .add("spectrograms", cacheDirectory == null ? "exact" : "packed")
                .add(backend.device());
    }
}
