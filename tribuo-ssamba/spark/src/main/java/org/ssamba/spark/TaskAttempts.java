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

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;

/** How often Spark tries a task before it gives up the job. */
final class TaskAttempts {
    /** One process, whose tasks are tried once unless the second number says otherwise. */
    private static final Pattern LOCAL = Pattern.compile("local(?:\\[[^,\\]]+(?:, *(\\d+))?\\])?");

    private TaskAttempts() {}

    /** Whether the job fails if this attempt does. */
    static boolean isLast(TaskContext task) {
        return task.attemptNumber() + 1 >= most();
    }

    private static int most() {
        String master = SparkEnv.get().conf().get("spark.master", "local");
        Matcher local = LOCAL.matcher(master);
        if (local.matches()) {
            return local.group(1) == null ? 1 : Integer.parseInt(local.group(1));
        }
        return SparkEnv.get().conf().getInt("spark.task.maxFailures", 4);
    }
}
