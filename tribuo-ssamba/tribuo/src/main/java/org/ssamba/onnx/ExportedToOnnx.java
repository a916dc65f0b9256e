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
package org.ssamba.onnx;

import ai.onnx.proto.OnnxMl;
import java.io.IOException;
import java.nio.file.Path;
import org.ssamba.checkpoint.AtomicFile;
import org.tribuo.ONNXExportable;
import org.tribuo.util.onnx.ONNXNode;
import org.tribuo.util.onnx.ONNXRef;

/** A model whose {@link OnnxExport} does what Tribuo asks of a model that can be exported. */
public interface ExportedToOnnx extends ONNXExportable {
    /**
     * The model as an ONNX graph for other runtimes, the front end left outside.
     *
     * @return the export, which holds this model's weights.
     */
    OnnxExport onnx();

    /**
     * The form that Tribuo's {@code ONNXExternalModel} reads: see {@link OnnxExport#tribuo}.
     *
     * @param domain a name space in reverse-DNS form.
     * @param modelVersion of the model.
     * @return the model.
     */
    @Override
    default OnnxMl.ModelProto exportONNXModel(String domain, long modelVersion) {
        return onnx().tribuo(domain, modelVersion);
    }

    /** As {@link ONNXExportable} says; the file is replaced in one step. */
    @Override
    default void saveONNXModel(String domain, long modelVersion, Path outputPath)
            throws IOException {
        OnnxMl.ModelProto model = exportONNXModel(domain, modelVersion);
        AtomicFile.write(outputPath, model::writeTo);
    }

    @Override
    default ONNXNode writeONNXGraph(ONNXRef<?> input) {
        return onnx().write(input);
    }
}
