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
package org.ssamba.serialization;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.InvalidObjectException;
import java.io.Serializable;
import org.tribuo.Model;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.protos.core.SequenceModelProto;
import org.tribuo.sequence.SequenceModel;

/**
 * What Java serialization writes in place of a model: its message.
 *
 * @param proto the bytes of its message.
 * @param sequence whether that is a SequenceModelProto, else a ModelProto.
 */
public record JavaSerializedModel(byte[] proto, boolean sequence) implements Serializable {
    /**
     * A model.
     *
     * @param proto its message.
     */
    public JavaSerializedModel(ModelProto proto) {
        this(proto.toByteArray(), false);
    }

    /**
     * A model of sequences.
     *
     * @param proto its message.
     */
    public JavaSerializedModel(SequenceModelProto proto) {
        this(proto.toByteArray(), true);
    }

    /**
     * What a model throws that is read in another way.
     *
     * @param model its class.
     * @return to be thrown.
     */
    public static InvalidObjectException notAsItself(Class<?> model) {
        return new InvalidObjectException(
                "A " + model.getSimpleName() + " is read through its message");
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
