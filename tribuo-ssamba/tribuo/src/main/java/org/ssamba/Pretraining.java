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

import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.function.Function;
import java.util.logging.Logger;
import org.ssamba.compute.Backend;
import org.ssamba.data.SpectrogramClips;
import org.ssamba.data.VerifiedAudio;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.pretraining.PretrainingPlan;
import org.ssamba.pretraining.PretrainingRun;
import org.ssamba.pretraining.PretrainingSettings;
import org.ssamba.provenance.RunProvenance;
import org.ssamba.serialization.EncoderCheckpoint;
import org.ssamba.serialization.SavingNeeds;
import org.ssamba.split.SpectrogramStores;
import org.ssamba.split.UnlabelledClips;
import org.ssamba.training.FrontEnd;
import org.ssamba.training.Normalization;
import org.ssamba.training.RunCheckpoint;
import org.ssamba.training.RunIdentity;
import org.ssamba.training.SkippedSteps;
import org.ssamba.work.WorkListener;
import org.ssamba.work.WorkerPool;

/**
 * One call of a pretrainer: a starting point and unlabelled clips become an encoder.
 *
 * @param recipe how it is pretrained.
 * @param device where.
 * @param seed decides everything random.
 * @param cacheDirectory a folder for packed spectrograms, or null.
 * @param listener is told how it goes.
 * @param probe looks at the encoder now and then; null for none.
 * @param pretrainer its provenance.
 * @param clips to learn from.
 */
record Pretraining(
        PretrainingRecipe recipe,
        ComputeDevice device,
        long seed,
        Path cacheDirectory,
        WorkListener listener,
        SSAMBAPretrainer.Probe probe,
        ConfiguredObjectProvenance pretrainer,
        UnlabelledClips clips) {
    private static final Logger logger = Logger.getLogger(Pretraining.class.getName());

    /**
     * Pretrains.
     *
     * @param start weights and front end.
     * @param checkpoints opens the states of a run; may return null.
     */
    PretrainedEncoder run(StartingPoint start, Function<RunIdentity, RunCheckpoint> checkpoints) {
        return VerifiedAudio.duringPass(() -> runInPass(start, checkpoints));
    }

    private PretrainedEncoder runInPass(
            StartingPoint start, Function<RunIdentity, RunCheckpoint> checkpoints) {
        PretrainingSettings settings = recipe.settings(start.config(), seed);
        // Statistics of a large corpus take hours: what can be refused is refused before.
        SavingNeeds.check();
        recipe.warmUp().warnIfLongerThan(settings.steps());
        Backend backend = device.backend();
        try (RunCheckpoint states = checkpoints.apply(identity(backend, start, settings))) {
            return run(start, settings, backend, states);
        }
    }

    private PretrainedEncoder run(
            StartingPoint start,
            PretrainingSettings settings,
            Backend backend,
            RunCheckpoint states) {
        EncoderConfig config = start.config();
        UnlabelledClips.Parts parts = parts(start);
        // Each step reads another part of a longer clip.
        parts.training().lengthFit().problem(false).ifPresent(logger::warning);
        FrontEnd frontEnd =
                new FrontEnd(start.logMel(), normalization(parts.training(), backend, states));
        RunProvenance facts =
                new RunProvenance()
                        .add(backend.device())
                        .add(frontEnd.normalization())
                        .add("clips", parts.training().size())
                        .add("held-out-clips", parts.heldOut().size())
                        .addAll(start.provenance());
        if (states != null) {
            EncoderCheckpoint.describe(states, config, frontEnd, provenance(facts));
        }
        logger.info(
                () ->
                        "Pretraining "
                                + config
                                + " on "
                                + clips.size()
                                + " clips, "
                                + settings.steps()
                                + " steps");
        PretrainingRun run =
                new PretrainingRun(
                        config,
                        settings,
                        frontEnd.normalization(),
                        parts.training(),
                        parts.heldOut().size() == 0 ? null : parts.heldOut(),
                        listener);
        if (probe != null) {
            run.probedBy(
                    (weights, report) ->
                            probe.look(
                                    new PretrainedEncoder(
                                            config, frontEnd, weights, provenance(facts)),
                                    report));
        }
        PretrainingRun.Result result = run.run(backend, start.pretrainingWeights(seed), states);
        SkippedSteps.check(result.skippedSteps(), result.steps(), result.last().loss());
        facts.add("steps", result.steps())
                .add("skipped-steps", result.skippedSteps())
                .add("last-loss", result.last().loss())
                .add("last-accuracy", result.last().accuracy())
                .add("last-error", result.last().error());
        if (result.skippedClips() > 0) {
            facts.add("skipped-clips", result.skippedClips());
        }
        if (states != null && !states.history().isEmpty()) {
            facts.add("history", states.history());
        }
        return new PretrainedEncoder(config, frontEnd, result.weights(), provenance(facts));
    }

    /** That of the run's states, so that a resumed run has the same, or else of the clips. */
    private Normalization normalization(
            SpectrogramClips training, Backend backend, RunCheckpoint states) {
        return states == null || states.found().isEmpty()
                ? SpectrogramStores.normalization(training, backend.workers(), listener)
                : EncoderCheckpoint.frontEnd(states.found().get()).normalization();
    }

    /** The encoder before its first step. */
    PretrainedEncoder untrained(StartingPoint start) {
        SpectrogramClips training = parts(start).training();
        Normalization normalization =
                SpectrogramStores.normalization(training, WorkerPool.shared(), listener);
        RunProvenance facts =
                new RunProvenance()
                        .add(normalization)
                        .add("clips", training.size())
                        .add("steps", 0);
        return new PretrainedEncoder(
                start.config(),
                new FrontEnd(start.logMel(), normalization),
                new PretrainingPlan.Network(start.config()).layout().initialWeights(seed),
                provenance(facts));
    }

    private UnlabelledClips.Parts parts(StartingPoint start) {
        return clips.parts(
                SpectrogramStores.open(start.logMel(), cacheDirectory),
                start.config().frames(),
                recipe.heldOut(),
                recipe.validationShare(),
                seed);
    }

    private EncoderProvenance provenance(RunProvenance facts) {
        return new EncoderProvenance(
                pretrainer,
                clips.provenance(),
                OffsetDateTime.now(ZoneId.systemDefault()),
                facts.facts());
    }

    /** Everything that decides how the run goes on. */
    private RunIdentity identity(
            Backend backend, StartingPoint start, PretrainingSettings settings) {
        return new RunIdentity()
                .addAll("encoder.", start.config())
                .addAll("", settings)
                .add("from", start.sha256())
                .add(RunIdentity.CORPUS, clips.contentHash())
                .add(RunIdentity.CORPUS_ORDER, clips.orderHash())
                .add("validationShare", recipe.validationShare())
                .add("heldOut", recipe.heldOut())
                .add("spectrograms", cacheDirectory == null ? "exact" : "packed")
                .add(backend.device());
    }
}
