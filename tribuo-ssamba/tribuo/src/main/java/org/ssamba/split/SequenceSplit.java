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
package org.ssamba.split;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.AudioSequences;
import org.ssamba.data.ClipAudio;
import org.ssamba.data.SpectrogramClips;
import org.ssamba.data.SpectrogramSource;
import org.ssamba.head.FittedHead;
import org.ssamba.training.FineTuningRun;
import org.ssamba.training.InferenceRunner;
import org.ssamba.training.LabelledClips;
import org.tribuo.Example;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.sequence.SequenceDataset;
import org.tribuo.sequence.SequenceExample;

/**
 * Training sequences as consecutive windows of the encoder's length with a target for each second,
 * some sequences held out to judge epochs by.
 */
public record SequenceSplit(
        LabelledClips training,
        LabelledClips validation,
        SpectrogramClips audio,
        FittedHead<Label> head)
        implements SupervisedClips {

    /**
     * Checks that there is something to learn from.
     *
     * @throws IllegalArgumentException if there are no sequences, a label is unknown, or a weight
     *     is no number from 0.
     */
    public static void check(SequenceDataset<Label> examples) {
        if (examples.size() == 0) {
            throw new IllegalArgumentException("There are no sequences to train on");
        }
        Label unknown = examples.getOutputFactory().getUnknownOutput();
        for (int i = 0; i < examples.size(); i++) {
            ExampleSplit.requireWeight(examples.getExample(i).getWeight(), "Sequence " + i);
            for (Example<Label> second : examples.getExample(i)) {
                ExampleSplit.requireWeight(second.getWeight(), "A second of sequence " + i);
                ExampleSplit.requireKnown(second.getOutput(), unknown, "sequence " + i);
            }
        }
    }

    /**
     * What goes into a input at once.
     *
     * @param frames of 10 ms.
     * @param seconds whole seconds of them.
     * @param segments the seconds that are scored, at least as many.
     */
    public record Input(int frames, int seconds, int segments) {}

    /**
     * Sequences to train on, and those held out.
     *
     * @param training in the data set's order if none are held out.
     * @param heldOut perhaps none.
     */
    public record Sides(
            List<SequenceExample<Label>> training, List<SequenceExample<Label>> heldOut) {
        /**
         * The clips to train on.
         *
         * @return an example of each, whose label says nothing.
         */
        public List<Example<Label>> trainingClips() {
            return training.stream().map(Sides::clip).toList();
        }

        private static Example<Label> clip(SequenceExample<Label> sequence) {
            ClipAudio clip = AudioSequences.clip(sequence);
            Example<Label> whole =
                    clip.waveform() == null
                            ? AudioExamples.create(LabelFactory.UNKNOWN_LABEL, clip.reference())
                            : AudioExamples.create(LabelFactory.UNKNOWN_LABEL, clip.waveform());
            sequence.get(0)
                    .getMetadataValue(AudioExamples.GROUP_KEY)
                    .ifPresent(group -> whole.setMetadataValue(AudioExamples.GROUP_KEY, group));
            return whole;
        }
    }

    /**
     * Holds a share of the sequences out at random.
     *
     * @param examples sequences, checked.
     * @param what single clips, or groups.
     * @param validationShare of the sequences; 0 for none.
     * @param seed decides which.
     * @return both sides.
     * @throws IllegalArgumentException if the share is above 0 but of no sequence, or of all.
     */
    public static Sides sides(
            SequenceDataset<Label> examples, HeldOut what, double validationShare, long seed) {
        List<SequenceExample<Label>> all = new ArrayList<>(examples.getData());
        if (validationShare == 0) {
            return new Sides(all, List.of());
        }
        // A sequence is of the clip, and of the group, that its first second is of.
        HeldOut.Divided sides =
                what.divide(all.size(), i -> what.unit(all.get(i).get(0)), validationShare, seed);
        return new Sides(
                HeldOut.Divided.of(sides.training(), all),
                HeldOut.Divided.of(sides.heldOut(), all));
    }

    /**
     * Makes clips with targets.
     *
     * @param sides of a data set.
     * @param head makes targets.
     * @param source of spectrograms.
     * @param input of the network.
     * @return the clips.
     */
    public static SequenceSplit of(
            Sides sides, FittedHead<Label> head, SpectrogramSource source, Input input) {
        Windows rest = new Windows(head, input, sides.training());
        Windows heldOut = new Windows(head, input, sides.heldOut());
        new ExampleSplit<>(rest.seconds, heldOut.seconds).warnOfOnlyHeldOut(new LabelFactory());
        SpectrogramClips clips = SpectrogramClips.of(source, input.frames(), rest.clips);
        return new SequenceSplit(
                rest.labelled(clips),
                heldOut.clips.isEmpty()
                        ? null
                        : heldOut.labelled(
                                SpectrogramClips.of(source, input.frames(), heldOut.clips)),
                clips,
                head);
    }

    /** The windows of sequences, with targets. */
    private static final class Windows {
        private final FittedHead<Label> head;
        private final Input input;
        private final List<Example<Label>> seconds = new ArrayList<>();
        private final List<ClipAudio> clips = new ArrayList<>();
        private final List<float[]> targets = new ArrayList<>();
        private final List<float[]> weights = new ArrayList<>();

        Windows(FittedHead<Label> head, Input input, List<SequenceExample<Label>> sequences) {
            this.head = head;
            this.input = input;
            sequences.forEach(this::add);
        }

        private void add(SequenceExample<Label> sequence) {
            ClipAudio clip = AudioSequences.clip(sequence);
            int most = input.seconds();
            for (int first = 0; first < sequence.size(); first += most) {
                clips.add(sequence.size() <= most && first == 0 ? clip : clip.part(first, most));
                addLabels(sequence, first, Math.min(most, sequence.size() - first));
            }
        }

        /** Seconds that are padding have no weight; those of a full window have 1 on average. */
        private void addLabels(SequenceExample<Label> sequence, int first, int count) {
            int outputs = head.outputs();
            float[] target = new float[input.segments() * outputs];
            float[] weight = new float[input.segments()];
            float share = (float) input.segments() / input.seconds();
            for (int s = 0; s < count; s++) {
                Example<Label> second = sequence.get(first + s);
                seconds.add(second);
                System.arraycopy(head.target(second.getOutput()), 0, target, s * outputs, outputs);
                weight[s] = share * sequence.getWeight() * head.weight(second);
            }
            targets.add(target);
            weights.add(weight);
        }

        LabelledClips labelled(SpectrogramClips of) {
            float[] alike = new float[clips.size()];
            Arrays.fill(alike, 1);
            return new LabelledClips(
                    of, targets::get, alike, weights.toArray(float[][]::new), false);
        }
    }

    /** Judges by the loss on the sequences held out; null if there are none. */
    @Override
    public FineTuningRun.Validator validator() {
        return validation == null ? null : this::judge;
    }

    /** The loss is weighted as in training, over all alike if none has any; accuracy is not. */
    private FineTuningRun.Judgement judge(InferenceRunner runner) {
        float[][] scores = runner.run(validation.clips()).scores();
        int outputs = head.outputs();
        double weighted = 0;
        double weights = 0;
        double plain = 0;
        int right = 0;
        int seconds = 0;
        for (int clip = 0; clip < scores.length; clip++) {
            for (int s = 0; s < validation.segmentWeights()[clip].length; s++) {
                float[] target = row(validation.targets().apply(clip), s, outputs);
                // Seconds that are padding have no label.
                if (target[largest(target)] > 0) {
                    float[] score = row(scores[clip], s, outputs);
                    double loss = HeldOutLoss.of(head.kind(), score, target);
                    double weight = validation.segmentWeights()[clip][s];
                    weighted += weight * loss;
                    weights += weight;
                    plain += loss;
                    right += largest(score) == largest(target) ? 1 : 0;
                    seconds++;
                }
            }
        }
        return new FineTuningRun.Judgement(
                weights > 0 ? weighted / weights : plain / seconds, (double) right / seconds);
    }

    /** The scores of one second. */
    private static float[] row(float[] values, int second, int outputs) {
        return Arrays.copyOfRange(values, second * outputs, (second + 1) * outputs);
    }

    private static int largest(float[] values) {
        int largest = 0;
        for (int i = 1; i < values.length; i++) {
            largest = values[i] > values[largest] ? i : largest;
        }
        return largest;
    }
}
