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

import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF3;

/** A network as a function of a clip, or of a file and where a clip is in it. */
final class ClipFunction implements UDF1<Object, Object>, UDF3<Object, Object, Object, Object> {
    private static final long serialVersionUID = 1L;

    private static final ClipColumns ARGUMENTS = new ClipColumns(0, 1, 2);

    private final NetworkCall call;
    private final boolean failing;

    /**
     * A function.
     *
     * @param call the network
     * @param failing whether a clip that cannot be read is an error
     */
    ClipFunction(NetworkCall call, boolean failing) {
        this.call = call;
        this.failing = failing;
    }

    @Override
    public Object call(Object audio) {
        return call(audio, null, null);
    }

    @Override
    public Object call(Object audio, Object start, Object duration) {
        ClipBatch.Outcome outcome = run(RowFactory.create(audio, start, duration));
        if (failing && outcome.failure() != null) {
            throw outcome.failure();
        }
        return RowFactory.create(call.values(outcome));
    }

    private ClipBatch.Outcome run(Row arguments) {
        TaskContext task = TaskContext.get();
        if (task != null) {
            return call.batch(task, ARGUMENTS).run(List.of(arguments)).get(0);
        }
        // Spark evaluates small tables where it plans: on the driver, outside of any task.
        OpenNetwork network = OpenNetworks.take(call.key(null), call.file()::value);
        try {
            return new ClipBatch(ARGUMENTS, call.configuration(), network, true)
                    .run(List.of(arguments))
                    .get(0);
        } finally {
            OpenNetworks.giveBack(network);
        }
    }
}
