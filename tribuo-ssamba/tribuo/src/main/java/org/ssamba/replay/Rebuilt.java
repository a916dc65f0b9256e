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
package org.ssamba.replay;

import com.oracle.labs.mlrg.olcut.config.ConfigurationData;
import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.util.List;
import org.tribuo.Output;
import org.tribuo.Trainer;
import org.tribuo.provenance.TrainerProvenance;

/** Configured objects, built again from their provenance, each from its own part of it. */
final class Rebuilt {
    private Rebuilt() {}

    @SuppressWarnings("unchecked") // The outputs of the model are those that its trainer takes.
    static <T extends Output<T>> Trainer<T> trainer(TrainerProvenance provenance) {
        Object rebuilt = object(provenance, "trainer");
        if (rebuilt instanceof Trainer<?> trainer) {
            return (Trainer<T>) trainer;
        }
        throw new ReplayException(provenance.getClassName() + " is not a trainer");
    }

    /**
     * An object.
     *
     * @param what it is, for messages
     * @throws ReplayException in one sentence, if it cannot be built
     */
    static Object object(ConfiguredObjectProvenance provenance, String what) {
        List<ConfigurationData> configuration = ProvenanceUtil.extractConfiguration(provenance);
        if (configuration.isEmpty()) {
            throw new ReplayException(
                    "The model's provenance does not say what its " + what + " was");
        }
        ConfigurationManager manager = new ConfigurationManager();
        try {
            manager.addConfiguration(configuration);
            return manager.lookup(configuration.get(0).getName());
        } catch (RuntimeException e) { // OLCUT wraps whatever a class throws.
            throw new ReplayException(
                    "The model's "
                            + what
                            + ", "
                            + simple(provenance.getClassName())
                            + ", cannot be rebuilt: "
                            + reason(e),
                    e);
        }
    }

    /** The innermost message, without the names that OLCUT puts before it. */
    private static String reason(Throwable thrown) {
        Throwable inner = thrown;
        while (inner.getCause() != null && inner.getCause().getMessage() != null) {
            inner = inner.getCause();
        }
        return inner instanceof PropertyException property ? property.getMsg() : inner.getMessage();
    }

    static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
