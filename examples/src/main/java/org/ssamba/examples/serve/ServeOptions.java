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
package org.ssamba.examples.serve;

import com.oracle.labs.mlrg.olcut.config.Option;
import com.oracle.labs.mlrg.olcut.config.Options;
import java.nio.file.Path;

/** The command line of the server. */
public final class ServeOptions implements Options {
    /** The model. */
    @Option(charName = 'm', longName = "model", usage = "A saved model of labels, or sets of them.")
    public Path model;

    /** Where it can be reached from. */
    @Option(longName = "host", usage = "The address to listen at; 0.0.0.0 for all of this machine.")
    public String host = "127.0.0.1";

    /** The port. */
    @Option(charName = 'p', longName = "port", usage = "The port to listen at; 0 for any free one.")
    public int port = 8080;

    /** The queue. */
    @Option(charName = 'q', longName = "queue", usage = "Requests at once; others get a 503.")
    public int queue = 128;

    /** The largest upload. */
    @Option(longName = "bytes", usage = "The most bytes of an upload.")
    public int bytes = 10_000_000;

    /** The longest clip. */
    @Option(longName = "seconds", usage = "The most seconds of a clip.")
    public double seconds = 60;

    /** The slowest upload. */
    @Option(longName = "upload-seconds", usage = "After so many seconds an upload is cut off.")
    public int uploadSeconds = 30;

    @Override
    public String getOptionsDescription() {
        return "Answers audio files, sent by HTTP, with a model's labels.";
    }
}
