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

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.ssamba.checkpoint.CheckpointFormatException;
import org.ssamba.protos.PretrainedEncoderProto;
import org.ssamba.protos.SSAMBAModelProto;
import org.ssamba.protos.TensorProto;
import org.ssamba.protos.WeightsProto;
import org.ssamba.serialization.ModelProtos;
import org.tribuo.protos.core.ModelProto;

/**
 * Whatever bytes come, an encoder or a model is loaded or refused with an exception that names the
 * file. How to go on looking is in docs/audio.md.
 */
@Timeout(value = 60, unit = SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class SavedFilesFuzzTest {
    private interface Reader {
        Object read(Path file) throws IOException;
    }

    private static void check(byte[] bytes, Reader reader) throws IOException {
        Path file = Files.createTempFile("fuzz", ".bin");
        try {
            Files.write(file, bytes);
            reader.read(file);
        } catch (CheckpointFormatException | IllegalArgumentException | IllegalStateException e) {
            assertTrue(e.getMessage().contains(file.toString()), e::getMessage);
        } finally {
            Files.delete(file);
        }
    }

    @FuzzTest
    void encoder(byte[] bytes) throws IOException {
        check(bytes, PretrainedEncoder::load);
        try {
            PretrainedEncoderProto proto = PretrainedEncoderProto.parseFrom(bytes);
            PretrainedEncoderProto.Builder repaired = proto.toBuilder();
            repaired.setWeights(repaired(proto.getWeights()));
            check(repaired.build().toByteArray(), PretrainedEncoder::load);
        } catch (InvalidProtocolBufferException e) {
            return; // nothing to repair
        }
    }

    @FuzzTest
    void model(byte[] bytes) throws IOException {
        check(bytes, SSAMBAModel::load);
        try {
            ModelProto proto = ModelProto.parseFrom(bytes);
            SSAMBAModelProto content = proto.getSerializedData().unpack(SSAMBAModelProto.class);
            SSAMBAModelProto.Builder repaired =
                    content.toBuilder().setWeights(repaired(content.getWeights())).clearSha256();
            repaired.setSha256(ModelProtos.sha256(repaired.build()));
            byte[] whole =
                    proto.toBuilder()
                            .setSerializedData(Any.pack(repaired.build()))
                            .build()
                            .toByteArray();
            check(whole, SSAMBAModel::load);
        } catch (InvalidProtocolBufferException e) {
            return; // nothing to repair
        }
    }

    /** With the SHA-256 of what the weights have become. */
    private static WeightsProto repaired(WeightsProto weights) {
        MessageDigest digest = ModelProtos.sha256();
        for (TensorProto tensor : weights.getTensorsList()) {
            digest.update(tensor.getData().toByteArray());
        }
        return weights.toBuilder().setSha256(ByteString.copyFrom(digest.digest())).build();
    }
}
