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

import java.util.logging.Level;
import java.util.logging.Logger;
import org.ssamba.training.TrainingListener;

/** Writes to the log: validations as INFO, steps as FINE. */
final class LoggingListener implements TrainingListener {
    private static final Logger logger = Logger.getLogger(LoggingListener.class.getName());

    @Override
    public void step(Step step) {
        logger.log(Level.FINE, "{0}", step);
    }

    @Override
    public void validation(Validation validation) {
        logger.log(Level.INFO, "{0}", validation);
    }
}
