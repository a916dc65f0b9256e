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

import com.oracle.labs.mlrg.olcut.config.Configurable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.AudioDirectoryDataSource;
import org.ssamba.data.AudioManifest;
import org.ssamba.data.AudioManifestDataSource;
import org.ssamba.data.AudioSequenceDataSource;
import org.ssamba.data.AudioShardDataSource;
import org.ssamba.data.SecondLabels;
import org.ssamba.data.Shards;
import org.ssamba.data.UnreadableAudio;
import org.ssamba.encoder.Pooling;
import org.ssamba.features.AudioFeatureDataSource;
import org.ssamba.features.AudioFeatureTrainer;
import org.ssamba.features.AudioFieldProcessor;
import org.ssamba.features.LogMelStatisticsExtractor;
import org.ssamba.features.SSAMBAFeatureExtractor;
import org.ssamba.head.LabelHead;
import org.ssamba.head.MultiLabelHead;
import org.ssamba.head.RegressorHead;
import org.ssamba.split.HeldOut;
import org.tribuo.classification.Label;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;

/**
 * Objects of each class that needs to be told something, with as many settings as possible other
 * than the defaults, over real files. A class whose settings all have defaults needs none.
 */
final class ConfigurableSamples {
    private ConfigurableSamples() {}

    static Map<Class<? extends Configurable>, List<Configurable>> over(Path folder)
            throws IOException {
        Path clips = folder.resolve("clips");
        ToneExamples.inFiles(clips, 6, 1);
        StringBuilder rows = new StringBuilder("file,class,kind,speaker\n");
        for (int i = 0; i < 6; i++) {
            String label = i % 2 == 1 ? "high" : "low";
            rows.append(label + "/" + i + ".wav," + label + ",tones,speaker" + i / 2 + "\n");
        }
        AudioManifest manifest =
                AudioManifest.builder(Files.writeString(folder.resolve("clips.csv"), rows))
                        .root(clips)
                        .pathColumn("file")
                        .labelColumn("class")
                        .splitColumn("kind")
                        .groupColumn("speaker")
                        .labelSeparator("/")
                        .splits("tones")
                        .excludedGroups("speaker2")
                        .build();
        EncoderShape shape = EncoderShape.tiny().size(16, 2).frames(48);
        ComputeDevice device =
                new ComputeDevice(ComputeDevice.Kind.CPU, ComputeDevice.Numbers.FLOAT32, 2);
        AugmentationRecipe augmentation = new AugmentationRecipe().masks(12, 6).noise(true);
        FineTuningRecipe recipe =
                new FineTuningRecipe()
                        .epochs(2)
                        .milestones(3, 2, 0.5)
                        .trainedPairs(1)
                        .layerDecay(0.8)
                        .headRateFactor(10)
                        .augmentation(augmentation)
                        .earlyStopping(0.2, 3)
                        .heldOut(HeldOut.GROUPS);
        LabelHead head = new LabelHead(0.1f, true, Map.of("high", 2f, "low", 0.5f));
        PretrainingRecipe pretraining = new PretrainingRecipe().steps(3).maskedPatches(6);
        SSAMBAPretrainer pretrainer =
                SSAMBAPretrainer.builder(shape)
                        .recipe(pretraining)
                        .device(device)
                        .seed(5)
                        .cacheDirectory(folder.resolve("cache"))
                        .build();
        AudioCorpus corpus = new AudioCorpus(manifest, UnreadableAudio.SKIP);
        Path encoder = folder.resolve("encoder.ssamba");
        SSAMBAPretrainer.builder(shape)
                .recipe(new PretrainingRecipe().steps(1).batchSize(2).maskedPatches(6))
                .device(device)
                .seed(1)
                .build()
                .pretrain(new AudioCorpus(clips))
                .save(encoder);
        SSAMBAFeatureExtractor<Label> extractor =
                SSAMBAFeatureExtractor.<Label>builder(encoder)
                        .embedding(SSAMBAFeatureExtractor.Embedding.CLASS_TOKEN)
                        .clipLength(ClipLength.OWN)
                        .device(device)
                        .batchSize(3)
                        .build();
        Map<Class<? extends Configurable>, List<Configurable>> samples = new LinkedHashMap<>();
        for (Configurable sample :
                new Configurable[] {
                    manifest,
                    new AudioManifestDataSource<>(
                            manifest, ToneExamples.LABELS, UnreadableAudio.SKIP),
                    new AudioDirectoryDataSource<>(
                            clips, ToneExamples.LABELS, UnreadableAudio.SKIP),
                    new AudioShardDataSource<>(
                            List.of(shard(clips, folder.resolve("part.tar"))),
                            ToneExamples.LABELS,
                            "cls"),
                    corpus,
                    new AudioCorpus(clips),
                    shape,
                    device,
                    augmentation,
                    recipe,
                    head,
                    new MultiLabelHead(0.3, 0.1f, Map.of("high", 2f)),
                    new RegressorHead(false),
                    pretraining,
                    pretrainer,
                    extractor,
                    new LogMelStatisticsExtractor<Label>(40),
                    new AudioFieldProcessor("file", extractor, clips),
                    new AudioFeatureTrainer<>(
                            extractor, new LogisticRegressionTrainer(), folder.resolve("features")),
                    new AudioFeatureDataSource<>(
                            new AudioDirectoryDataSource<>(clips, ToneExamples.LABELS),
                            extractor,
                            folder.resolve("features")),
                    EncoderSource.file(encoder).frames(64),
                    EncoderSource.uri(URI.create("https://host.invalid/encoder")).frames(64),
                    EncoderSource.inHand(PretrainedEncoder.load(encoder)).stride(10),
                    EncoderSource.pretraining(pretrainer, corpus),
                    EncoderSource.pretraining(pretrainer).frames(64),
                    SSAMBATrainer.builder(head)
                            .encoder(EncoderSource.file(encoder).frames(64).stride(10))
                            .pooling(Pooling.Kind.CLASS_TOKEN)
                            .recipe(recipe)
                            .device(device)
                            .seed(7)
                            .cacheDirectory(folder.resolve("cache"))
                            .build(),
                    SSAMBATrainer.builder(new MultiLabelHead(0.3))
                            .encoder(EncoderSource.pretraining(pretrainer, corpus))
                            .build(),
                    SSAMBATrainer.builder(new RegressorHead(false)).encoder(shape).build(),
                    new AudioSequenceDataSource<>(
                            manifest, ToneExamples.LABELS, SecondLabels.LISTED),
                    SSAMBASequenceTrainer.builder(head)
                            .encoder(EncoderSource.file(encoder).frames(96).stride(10))
                            .recipe(recipe)
                            .device(device)
                            .seed(11)
                            .build()
                }) {
            samples.computeIfAbsent(sample.getClass(), type -> new ArrayList<>()).add(sample);
        }
        return samples;
    }

    private static Path shard(Path clips, Path file) throws IOException {
        try (Shards tar = new Shards()) {
            tar.add("0.wav", clips.resolve("low/0.wav")).add("0.cls", "low").write(file);
        }
        return file;
    }
}
