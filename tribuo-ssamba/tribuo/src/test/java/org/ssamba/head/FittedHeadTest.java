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
package org.ssamba.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.ssamba.protos.HeadProto;

/** A saved model names the class of its head; the name may be anything. */
class FittedHeadTest {
    private static boolean foreignCodeHasRun;

    @Test
    void aClassThatIsNotAHeadIsNotInitialised() {
        HeadProto proto = HeadProto.newBuilder().setClassName(Foreign.class.getName()).build();
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> FittedHead.load(proto, null));
        assertEquals(
                "The model's head is a org.ssamba.head.FittedHeadTest$Foreign, which does not"
                        + " implement org.ssamba.head.FittedHead",
                e.getMessage());
        assertFalse(foreignCodeHasRun);
    }

    @Test
    void aClassThatIsAbsentIsNamed() {
        HeadProto proto = HeadProto.newBuilder().setClassName("org.example.Head").build();
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> FittedHead.load(proto, null));
        assertEquals(
                "The model's head is a org.example.Head, which cannot be loaded; is its library on"
                        + " the class path?",
                e.getMessage());
    }

    private static final class Foreign {
        static {
            foreignCodeHasRun = true;
        }
    }
}
