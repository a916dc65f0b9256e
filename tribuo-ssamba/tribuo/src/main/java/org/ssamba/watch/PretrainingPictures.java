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
package org.ssamba.watch;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.ssamba.ComputeDevice;
import org.ssamba.PretrainedEncoder;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.audio.AudioClip;
import org.ssamba.plot.LossCurvePlot;
import org.ssamba.plot.PngFile;
import org.ssamba.plot.ReconstructionPlot;
import org.ssamba.work.MetricsFile;
import org.ssamba.work.Work;
import org.ssamba.work.WorkEvent;
import org.ssamba.work.WorkListener;
import org.ssamba.work.WorkReport;

/**
 * Draws how pretraining goes, whenever a probe looks. It must be both a listener, which hears the
 * losses, and a probe, which sees the encoder. Of the run its folder has
 *
 * <ul>
 *   <li>{@code loss.png}, the losses of steps and of validations so far;
 *   <li>{@code reconstruction-00002000.png}, some clips side by side as the encoder of step 2000
 *       draws their hidden patches, which are the same at each step, so that pictures compare;
 *   <li>{@code metrics.csv}, a {@link MetricsFile}, from which a run that goes on has the curves of
 *       its beginning.
 * </ul>
 *
 * <p>Each picture is written as a whole or not at all; one that cannot be written ends the run, as
 * a listener's exception does.
 */
public final class PretrainingPictures implements SSAMBAPretrainer.Probe, WorkListener {
    /** Of the losses of steps; each is the mean over several. */
    private static final int POINTS = 200;

    private final Path folder;
    private final List<AudioClip> clips;
    private final int hiddenPatches;
    private final ComputeDevice device;
    private final Path metrics;
    private final MetricsFile metricsFile;
    private WorkEvent.Pace pace;

    /**
     * Pictures in a folder.
     *
     * @param folder of one run alone; made if it is missing.
     * @param clips what to reconstruct, three or four; each is cut or padded to the encoder's
     *     length.
     * @param hiddenPatches how many patches of a clip are hidden, from 1 to all.
     * @param device where clips are reconstructed; best the one that pretrains.
     * @throws IllegalArgumentException if there are no clips.
     * @throws IllegalStateException if XChart is not on the class path, or this Java finds no
     *     fonts.
     */
    public PretrainingPictures(
            Path folder, List<AudioClip> clips, int hiddenPatches, ComputeDevice device) {
        if (clips.isEmpty()) {
            throw new IllegalArgumentException("Pictures of pretraining need a clip to draw");
        }
        // Not after hours, at the first validation.
        LossCurvePlot.requireCharts();
        this.folder = Objects.requireNonNull(folder, "folder");
        this.clips = List.copyOf(clips);
        this.hiddenPatches = hiddenPatches;
        this.device = Objects.requireNonNull(device, "device");
        this.metrics = folder.resolve("metrics.csv");
        this.metricsFile = new MetricsFile(metrics, Work.PRETRAINING);
    }

    @Override
    public void on(Work work, WorkEvent event) {
        if (!work.phase().equals(Work.PRETRAINING)) {
            return;
        }
        if (pace == null) {
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw unwritable(e);
            }
        }
        pace = event.pace();
        metricsFile.on(work, event);
    }

    /**
     * Writes the pictures.
     *
     * @throws IllegalStateException if this is not a listener of the run too.
     * @throws UncheckedIOException if they cannot be written.
     */
    @Override
    public void look(PretrainedEncoder encoder, WorkReport report) {
        if (pace == null) {
            throw new IllegalStateException(
                    "Pictures of pretraining need the losses: set them as listener too, see"
                            + " WorkListener.all");
        }
        try {
            List<LossCurvePlot.Series> curves = new ArrayList<>();
            curve("training", "loss").ifPresent(curve -> curves.add(curve.averaged(POINTS)));
            curve("validation", "validation_loss").ifPresent(curves::add);
            if (!curves.isEmpty()) {
                PngFile.write(
                        folder.resolve("loss.png"),
                        LossCurvePlot.draw(curves, "Pretraining", "step", "loss"));
            }
            PngFile.write(
                    folder.resolve(
                            String.format(Locale.ROOT, "reconstruction-%08d.png", pace.done())),
                    reconstructions(encoder));
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private UncheckedIOException unwritable(IOException e) {
        return new UncheckedIOException(
                "Pictures could not be written to " + folder + ": " + e.getMessage(), e);
    }

    /** A column of the metrics over steps; a loss that is not finite leaves a gap. */
    private Optional<LossCurvePlot.Series> curve(String name, String column) throws IOException {
        DoubleStream.Builder steps = DoubleStream.builder();
        DoubleStream.Builder losses = DoubleStream.builder();
        try (BufferedReader rows = Files.newBufferedReader(metrics)) {
            int at = List.of(rows.readLine().split(",")).indexOf(column);
            for (String row = rows.readLine(); row != null; row = rows.readLine()) {
                String[] cells = row.split(",", -1);
                if (!cells[at].isEmpty() && Double.isFinite(Double.parseDouble(cells[at]))) {
                    steps.add(Double.parseDouble(cells[0]));
                    losses.add(Double.parseDouble(cells[at]));
                }
            }
        }
        double[] x = steps.build().toArray();
        return x.length == 0
                ? Optional.empty()
                : Optional.of(new LossCurvePlot.Series(name, x, losses.build().toArray()));
    }

    private BufferedImage reconstructions(PretrainedEncoder encoder) {
        BufferedImage sheet = null;
        for (int i = 0; i < clips.size(); i++) {
            // The index as seed: each clip has other hidden patches, and always the same.
            BufferedImage clip =
                    ReconstructionPlot.draw(
                            encoder.reconstruct(clips.get(i), hiddenPatches, i, device));
            if (sheet == null) {
                sheet =
                        new BufferedImage(
                                clips.size() * clip.getWidth(),
                                clip.getHeight(),
                                BufferedImage.TYPE_INT_RGB);
            }
            Graphics2D graphics = sheet.createGraphics();
            graphics.drawImage(clip, i * clip.getWidth(), 0, null);
            graphics.dispose();
        }
        return sheet;
    }
}
