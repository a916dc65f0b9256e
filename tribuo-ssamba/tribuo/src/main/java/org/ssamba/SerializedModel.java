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

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ssamba.published.FileStart;
import org.tribuo.Model;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.protos.core.SequenceModelProto;
import org.tribuo.sequence.SequenceModel;

/**
 * What Java serialization writes in place of a model.
 *
 * @param proto the bytes of its message.
 * @param sequence whether that is a SequenceModelProto, else a ModelProto.
 */
record SerializedModel(byte[] proto, boolean sequence) implements Serializable {
    /** What {@link SSAMBAModel#load} does. */
    static SSAMBAModel<?> load(Path file) throws IOException {
        FileStart start = FileStart.of(file);
        try {
            ModelProto proto = ModelProto.parseFrom(Files.readAllBytes(file));
            String found = proto.getClassName();
            if (found.equals(PretrainedEncoder.class.getName())) {
                throw new IllegalStateException(
                        "it is an encoder, which PretrainedEncoder.load reads");
            }
            if (!found.equals(SSAMBAModel.class.getName())) {
                throw new IllegalStateException("its class is \"" + found + "\"");
            }
            // Not by way of Tribuo, which would bury the reason under its own exceptions.
            return SSAMBAModel.deserializeFromProto(
                    proto.getVersion(), found, proto.getSerializedData());
        } catch (InvalidProtocolBufferException | IllegalStateException e) {
            throw new IllegalStateException(
                    file + " is not a SSAMBAModel or is damaged: " + start.problem(e.getMessage()),
                    e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private Object readResolve() throws InvalidObjectException {
        try {
            return sequence
                    ? SequenceModel.deserialize(SequenceModelProto.parseFrom(proto))
                    : Model.deserialize(ModelProto.parseFrom(proto));
        } catch (InvalidProtocolBufferException e) {
            InvalidObjectException invalid =
                    new InvalidObjectException("The serialized model is damaged");
            invalid.initCause(e);
            throw invalid;
        }
    }
}
