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
package org.ssamba.features;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.data.MissingAudioReferenceException;
import org.ssamba.inference.PlacesModels;
import org.ssamba.provenance.ExamplesHash;
import org.ssamba.provenance.RunProvenance;
import org.ssamba.serialization.SavingNeeds;
import org.ssamba.settings.SettingException;
import org.ssamba.split.ExampleSplit;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.Trainer;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.provenance.TrainerProvenance;
import org.tribuo.provenance.impl.TrainerProvenanceImpl;

/**
 * Any trainer of Tribuo's on the features of clips, as one trainer of audio: it takes audio
 * examples, and its models do too. {@link AudioFeatureDataSource} gives the same features as
 * ordinary examples, and models that know only those.
 *
 * <p>The encoder of a {@link SSAMBAFeatureExtractor} stays as it is; a model contains it, so its
 * file needs no other. Put ensembles inside ({@code new AudioFeatureTrainer<>(extractor, new
 * BaggingTrainer<>(…))}): outside, each member would have an encoder of its own.
 *
 * @param <T> the type of output
 */
public final class AudioFeatureTrainer<T extends Output<T>> implements Trainer<T>, PlacesModels {
    @Config(mandatory = true, description = "Computes the features of each clip.")
    private AudioFeatureExtractor<T> extractor;

    @Config(mandatory = true, description = "Learns from the features.")
    private Trainer<T> trainer;

    @Config(description = "Folder to keep features of training clips in; none if left out.")
    private Path cacheDirectory;

    private int invocationCount;

    /** For OLCUT. */
    private AudioFeatureTrainer() {}

    /**
     * A trainer that computes the features again in each call.
     *
     * @param extractor computes the features of each clip
     * @param trainer learns from them
     */
    public AudioFeatureTrainer(AudioFeatureExtractor<T> extractor, Trainer<T> trainer) {
        this(extractor, trainer, null);
    }

    /**
     * A trainer.
     *
     * @param extractor computes the features of each clip
     * @param trainer learns from them
     * @param cacheDirectory folder to keep features of training clips in, so that several calls, as
     *     in cross-validation, compute them once; made if it does not exist; null for none
     * @throws NullPointerException naming what is missing
     */
    public AudioFeatureTrainer(
            AudioFeatureExtractor<T> extractor, Trainer<T> trainer, Path cacheDirectory) {
        this.extractor = Objects.requireNonNull(extractor, "extractor");
        this.trainer = Objects.requireNonNull(trainer, "trainer");
        this.cacheDirectory = cacheDirectory;
        postConfig();
    }

    /** Called by OLCUT. */
    @Override
    public void postConfig() {
        if (trainer instanceof AudioFeatureTrainer) {
            throw new SettingException(
                    "trainer", "learns from features, so it cannot be another " + trainer);
        }
        invocationCount = trainer.getInvocationCount();
    }

    @Override
    public AudioFeatureModel<T> train(Dataset<T> examples) {
        return train(examples, Map.of());
    }

    @Override
    public AudioFeatureModel<T> train(Dataset<T> examples, Map<String, Provenance> runProvenance) {
        return train(examples, runProvenance, INCREMENT_INVOCATION_COUNT);
    }

    /**
     * Trains a model.
     *
     * @param examples audio examples with known outputs
     * @param runProvenance facts to keep with the model
     * @param invocation which of the inner trainer's random streams to use, or {@link
     *     Trainer#INCREMENT_INVOCATION_COUNT} for the next one
     * @return the model
     * @throws IllegalArgumentException if there are no examples, an output is unknown or a weight
     *     is not a number from 0, or the inner trainer refuses them
     * @throws MissingAudioReferenceException if an example refers to no audio
     * @throws AudioFormatException if a clip cannot be read
     * @throws UncheckedIOException if the cache directory cannot be written to
     */
    @Override
    public AudioFeatureModel<T> train(
            Dataset<T> examples, Map<String, Provenance> runProvenance, int invocation) {
        Objects.requireNonNull(runProvenance, "runProvenance");
        SavingNeeds.checkModels();
        ExampleSplit.check(examples);
        int call;
        TrainerProvenance provenance;
        synchronized (this) {
            if (invocation != INCREMENT_INVOCATION_COUNT) {
                setInvocationCount(invocation);
            }
            call = invocationCount;
            // Both counts are of before the call, so that a replay uses the same stream.
            trainer.setInvocationCount(call);
            provenance = getProvenance();
            invocationCount++;
        }
        List<Example<T>> data = examples.getData();
        MutableDataset<T> features =
                new MutableDataset<>(
                        new CachedExtraction<>(extractor, cacheDirectory).extract(data),
                        examples.getProvenance(),
                        examples.getOutputFactory());
        Model<T> model = trainer.train(features, Map.of(), call);
        ModelFeatures kept = ModelFeatures.of(extractor);
        Map<String, Provenance> facts =
                new RunProvenance()
                        .addAll(kept.facts())
                        .addExamples(ExamplesHash.ofOutputs(data))
                        .facts();
        return new AudioFeatureModel<>(
                AudioFeatureModel.DEFAULT_NAME,
                new ModelProvenance(
                        AudioFeatureModel.class.getName(),
                        OffsetDateTime.now(ZoneId.systemDefault()),
                        examples.getProvenance(),
                        provenance,
                        RunProvenance.beside(runProvenance, facts)),
                examples.getFeatureIDMap(),
                model,
                null,
                kept);
    }

    @Override
    public void place(Model<?> model) {
        if (model instanceof AudioFeatureModel<?> own
                && extractor instanceof SSAMBAFeatureExtractor<?> encoder) {
            own.setDevice(encoder.device());
        }
    }

    @Override
    public synchronized int getInvocationCount() {
        return invocationCount;
    }

    @Override
    public synchronized void setInvocationCount(int count) {
        trainer.setInvocationCount(count);
        invocationCount = count;
    }

    /**
     * The configuration of extractor and inner trainer; of an encoder, its SHA-256 and how it was
     * pretrained.
     *
     * @return the provenance
     */
    @Override
    public TrainerProvenance getProvenance() {
        return new TrainerProvenanceImpl(this);
    }

    @Override
    public String toString() {
        return "AudioFeatureTrainer(extractor="
                + extractor
                + ",trainer="
                + trainer
                + ",cacheDirectory="
                + cacheDirectory
                + ")";
    }
}
