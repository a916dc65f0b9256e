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
package org.ssamba.work;

import java.util.Locale;

/** The words that the log and the display share. */
final class WorkText {
    private WorkText() {}

    /** Loss, and accuracy if there is one. */
    static String metrics(Work work, double loss, double accuracy) {
        String shown = String.format(Locale.ROOT, "loss %.3f", loss);
        if (Double.isNaN(accuracy)) {
            return shown;
        }
        String what = work.phase().equals(Work.PRETRAINING) ? "masked-patch accuracy" : "accuracy";
        return shown + String.format(Locale.ROOT, "  %s %.3f", what, accuracy);
    }
}
