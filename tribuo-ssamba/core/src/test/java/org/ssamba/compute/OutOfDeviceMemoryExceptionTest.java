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
package org.ssamba.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OutOfDeviceMemoryExceptionTest {
    private static final OutOfDeviceMemoryException REFUSAL =
            new OutOfDeviceMemoryException("A step of 64 clips", 640L << 20, 200L << 20);

    @Test
    void saysWhatWasNeededWhatIsFreeAndWhichBatchFits() {
        // 10 MiB a clip: 20 would fit, and 16 is the largest of 32, 16, 8 …
        OutOfDeviceMemoryException advice = REFUSAL.advising(64, clips -> (10L << 20) * clips);
        assertEquals(
                "A step of 64 clips needs 640 MiB but only 200 MiB are free; a batch of 16 clips"
                        + " fits",
                advice.getMessage());
        assertEquals(640L << 20, advice.requiredBytes());
    }

    @Test
    void saysIfNotEvenOneClipFits() {
        OutOfDeviceMemoryException advice = REFUSAL.advising(64, clips -> 300L << 20);
        assertTrue(advice.getMessage().contains("not even one clip"), advice.getMessage());
    }
}
