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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssamba.settings.SettingException;

/** Devices by the names that a command line has for them. */
class DeviceNamesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auto | kind=AUTO,precision=AUTO,threads=0",
                "CPU | kind=CPU,precision=AUTO,threads=0",
                "cuda | kind=CUDA,precision=AUTO,threads=0",
                "cuda:1 | kind=CUDA,precision=AUTO,threads=0,cards=1",
                "Cuda:0,1 | kind=CUDA,precision=AUTO,threads=0,cards=0,1",
                "auto:all | kind=AUTO,precision=AUTO,threads=0,cards=all",
            })
    void aNameSaysWhichDeviceAndWhichCards(String name, String device) {
        assertEquals("ComputeDevice(" + device + ")", ComputeDevice.of(name).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gpu | device",
                "cuda:0,0 | cards",
                "cuda:first | cards",
                "cpu:0 | cards",
            })
    void anotherNameIsRefused(String name, String setting) {
        SettingException e = assertThrows(SettingException.class, () -> ComputeDevice.of(name));
        assertTrue(e.getMessage().startsWith(setting + ": "), e.getMessage());
    }

    /** Nothing is opened before it is used, so that this needs no GPU. */
    @Test
    void theLinesOfTheGuideMakeAPretrainer() {
        // docs/scale.md: begin
        ComputeDevice cards = ComputeDevice.of("cuda:0,1"); // these two; cuda:all takes all
        SSAMBAPretrainer pretrainer =
                SSAMBAPretrainer.builder(EncoderShape.tiny()).device(cards).build();
        // docs/scale.md: end
        assertTrue(pretrainer.getProvenance().toString().contains("0,1"));
    }

    @Test
    void provenanceNamesTheCards() {
        assertEquals(
                "0,1",
                ComputeDevice.of("cuda:0,1")
                        .getProvenance()
                        .getConfiguredParameters()
                        .get("cards")
                        .toString());
    }
}
