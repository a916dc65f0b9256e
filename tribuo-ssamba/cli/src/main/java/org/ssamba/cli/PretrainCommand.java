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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.ssamba.EncoderShape;
import org.ssamba.PretrainingRecipe;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.checkpoint.AtomicFile;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.AudioManifest;
import org.ssamba.data.UnreadableAudio;
import org.ssamba.work.WorkListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Pretrains an encoder. */
@Command(
        name = "pretrain",
        description = {
            "Pretrains an encoder on clips without labels.",
            "",
            "It learns to recognise and draw hidden parts of their spectrograms. With --checkpoint"
                    + " the state is saved now and then, and the same command goes on from it."
        },
        footer = {
            "",
            "  ssamba pretrain recordings --steps 3000 --out encoder.ssamba",
            "  ssamba pretrain recordings --size tiny --steps 100000 --checkpoint run.state"
                    + " --out encoder.ssamba"
        })
final class PretrainCommand implements Callable<Integer> {
    private enum Size {
        FITTED,
        TINY,
        SMALL,
        BASE
    }

    @Parameters(
            index = "0",
            paramLabel = "DATA",
            description = "A folder of clips, with the folders in it; or a CSV file, column path.")
    private Path data;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "ENCODER",
            required = true,
            description = "The file to write the encoder to, such as encoder.ssamba.")
    private Path out;

    @Option(
            names = "--steps",
            paramLabel = "N",
            converter = Numbers.Count.class,
            description = "Steps; 3000 if not given.")
    private int steps = 3000;

    @Option(
            names = "--batch",
            paramLabel = "N",
            converter = Numbers.Count.class,
            description = "Clips a step; 16 if not given.")
    private int batch = 16;

    @Option(
            names = "--size",
            paramLabel = "FITTED|TINY|SMALL|BASE",
            description =
                    "FITTED to the clips and the device if not given; the others are as published,"
                            + " ten seconds long.")
    private Size size = Size.FITTED;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            converter = Numbers.Positive.class,
            description = "Clips are cut or padded to this; not more than ten if not given.")
    private double seconds;

    @Option(
            names = "--rate",
            paramLabel = "R",
            converter = Numbers.Positive.class,
            description = "The learning rate at its peak; the recipe's if not given.")
    private double rate;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description =
                    "Where the state of the run is saved, every ten minutes and when it is"
                            + " interrupted; it goes on from there if started again.")
    private Path checkpoint;

    @Option(
            names = "--skip-unreadable",
            description = "Leave out files that cannot be read, instead of failing.")
    private boolean skip;

    @Option(names = "--seed", paramLabel = "N", description = "The seed of all that is random.")
    private long seed = 1;

    private volatile boolean running;

    @Mixin private DeviceOptions device;
    @Mixin private Log log;

    /** Used by picocli. */
    PretrainCommand() {}

    @Override
    public Integer call() throws IOException {
        log.begin();
        AtomicFile.requireWritable(out);
        UnreadableAudio policy = skip ? UnreadableAudio.SKIP : UnreadableAudio.FAIL;
        AudioCorpus corpus =
                Files.isDirectory(data)
                        ? new AudioCorpus(data, policy)
                        : new AudioCorpus(new AudioManifest(data), policy);
        PretrainingRecipe recipe = new PretrainingRecipe().steps(steps).batchSize(batch);
        recipe = rate == 0 ? recipe : recipe.learningRate(rate);
        SSAMBAPretrainer pretrainer =
                SSAMBAPretrainer.builder(shape(corpus))
                        .recipe(recipe)
                        .device(device.device())
                        .seed(seed)
                        .listener(WorkListener.standard())
                        .build();
        if (checkpoint != null) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::sayWhereItGoesOn));
        }
        running = true;
        try {
            pretrainer.pretrain(corpus, checkpoint).save(out);
        } finally {
            running = false;
        }
        System.err.println("ssamba: wrote " + out);
        return ExitCode.DONE;
    }

    /** By a hook, since Java ends on Ctrl-C before an exception could be reported. */
    private void sayWhereItGoesOn() {
        if (running) {
            System.err.println(
                    "ssamba: Stopped; the same command goes on from the state in " + checkpoint);
        }
    }

    private EncoderShape shape(AudioCorpus corpus) {
        EncoderShape shape =
                switch (size) {
                    case FITTED -> EncoderShape.forClips(corpus);
                    case TINY -> EncoderShape.tiny();
                    case SMALL -> EncoderShape.small();
                    case BASE -> EncoderShape.base();
                };
        return seconds == 0 ? shape : shape.seconds(seconds);
    }
}
