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
package org.ssamba.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.audio.LogMelExtractor;
import org.ssamba.protos.AudioExampleProto;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.impl.ArrayExample;
import org.tribuo.protos.core.ExampleProto;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.test.Helpers;

class AudioExampleTest {
    private static AudioExample<Label> example(double hertz) {
        float[] samples = new float[4000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) Math.sin(2 * Math.PI * hertz * i / 8000);
        }
        AudioExample<Label> example =
                AudioExamples.create(new Label("tone"), AudioClip.of(samples, 8000));
        example.setWeight(2.5f);
        return example;
    }

    @Test
    void copiesCarryTheSamples() {
        AudioExample<Label> example = example(440);
        AudioExample<Label> copy = example.copy();
        assertEquals(example, copy);
        assertEquals(example.hashCode(), copy.hashCode());
        assertEquals(2.5f, copy.getWeight());
        assertArrayEquals(example.clip().samples(), copy.clip().samples());
        assertNotEquals(example, example(441));
    }

    @Test
    void savingAndLoadingKeepsEverything() throws IOException, ClassNotFoundException {
        AudioExample<Label> example = example(440);
        Example<?> loaded = Example.deserialize(example.serialize());
        assertEquals(example, loaded);
        assertEquals(2.5f, loaded.getWeight());

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(example);
        }
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals(example, in.readObject());
        }
    }

    @Test
    void aDatasetOfCarriedClipsIsSavedAndLoaded() {
        LabelFactory labels = new LabelFactory();
        MutableDataset<Label> dataset =
                new MutableDataset<>(new SimpleDataSourceProvenance("microphone", labels), labels);
        dataset.add(example(440));
        dataset.add(example(880));
        assertInstanceOf(
                AudioExample.class, Helpers.testDatasetSerialization(dataset).getExample(1));
    }

    @Test
    void itsSpectrogramComesFromTheSamples() {
        SpectrogramSource source = new DecodingSpectrogramSource(LogMelConfig.standard());
        AudioExample<Label> example = example(440);
        assertArrayEquals(
                new LogMelExtractor().extract(example.clip()).values(),
                source.get(example).values());
    }

    @Test
    void aPlainCopyThatLostTheSamplesIsAnError() {
        SpectrogramSource source = new DecodingSpectrogramSource(LogMelConfig.standard());
        Example<Label> plain = new ArrayExample<>(example(440));
        AudioFormatException e = assertThrows(AudioFormatException.class, () -> source.get(plain));
        assertTrue(e.getMessage().contains("carried by an AudioExample"), e.getMessage());
    }

    @Test
    void otherVersionsAndDamagedMessagesAreRefused() throws InvalidProtocolBufferException {
        ExampleProto saved = example(440).serialize();
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        AudioExample.deserializeFromProto(
                                1, AudioExample.class.getName(), saved.getSerializedData()));

        AudioExampleProto data = saved.getSerializedData().unpack(AudioExampleProto.class);
        assertRefused(saved, data.toBuilder().setSampleRate(16_000).build());
        assertRefused(saved, data.toBuilder().setSampleRate(0).build());
        assertRefused(saved, data.toBuilder().clearSamples().build());
        assertRefused(
                saved,
                data.toBuilder().setSamples(ByteString.copyFrom(new byte[] {1, 2, 3})).build());
    }

    private static void assertRefused(ExampleProto saved, AudioExampleProto damaged) {
        IllegalStateException e =
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                AudioExample.deserializeFromProto(
                                        saved.getVersion(),
                                        saved.getClassName(),
                                        Any.pack(damaged)));
        assertTrue(e.getMessage().contains("Invalid AudioExample"), e.getMessage());
    }
}
