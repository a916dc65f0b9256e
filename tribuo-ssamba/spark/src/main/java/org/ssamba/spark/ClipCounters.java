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
package org.ssamba.spark;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.DoubleAccumulator;
import org.apache.spark.util.LongAccumulator;

/**
 * What Spark's pages show of a stage: clips that were read, their seconds, and those that could not
 * be read. Tasks that are tried again count again.
 *
 * @param clips how many were read
 * @param seconds how long they are together
 * @param errors how many could not be read
 */
record ClipCounters(LongAccumulator clips, DoubleAccumulator seconds, LongAccumulator errors)
        implements Serializable {
    static ClipCounters in(SparkContext context) {
        return new ClipCounters(
                context.longAccumulator("clips"),
                context.doubleAccumulator("seconds"),
                context.longAccumulator("errors"));
    }

    void read(double length) {
        clips.add(1L);
        seconds.add(length);
    }

    void failed() {
        errors.add(1L);
    }
}
