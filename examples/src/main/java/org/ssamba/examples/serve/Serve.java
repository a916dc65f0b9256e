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

import com.oracle.labs.mlrg.olcut.config.ArgumentException;
import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.config.UsageException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import org.ssamba.SSAMBAModel;
import org.ssamba.work.WorkListener;
import org.tribuo.Output;
import org.tribuo.classification.Classifiable;
import org.tribuo.classification.Label;

/** Serves a model until the process is told to end. */
public final class Serve {
    private Serve() {}

    /**
     * Serves. Ends with status 1 and one line if the model or the address cannot be used.
     *
     * @param args see {@link ServeOptions}, or {@code --help}.
     */
    public static void main(String[] args) {
        ServeOptions options = new ServeOptions();
        try {
            new ConfigurationManager(args, options).close();
            if (options.model == null) {
                throw new IllegalArgumentException("Name a model with --model");
            }
            // The JDK's server has these settings only, and reads them once.
            System.setProperty("sun.net.httpserver.maxReqTime", "" + options.uploadSeconds);
            System.setProperty("sun.net.httpserver.nodelay", "true");
            serve(SSAMBAModel.load(options.model), options);
        } catch (UsageException e) {
            System.out.println(e.getMessage());
        } catch (ArgumentException | IllegalArgumentException e) {
            stop(e.getMessage());
        } catch (BindException e) {
            stop(
                    "Port "
                            + options.port
                            + " of "
                            + options.host
                            + " cannot be used: "
                            + e.getMessage());
        } catch (IOException e) {
            stop(e.getMessage());
        }
    }

    private static void stop(String reason) {
        System.err.println("The server did not start: " + reason);
        System.exit(1);
    }

    @SuppressWarnings("unchecked") // Labels and sets of labels are what can be classified.
    private static <T extends Output<T>> void serve(SSAMBAModel<T> model, ServeOptions options)
            throws IOException {
        if (!(model.getOutputIDInfo().getDomain().iterator().next() instanceof Classifiable<?>)) {
            throw new IllegalArgumentException(options.model + " predicts numbers, not labels");
        }
        model.setListener(WorkListener.SILENT);
        PredictionServer server =
                new PredictionServer(
                        (SSAMBAModel<Label>) model,
                        new InetSocketAddress(options.host, options.port),
                        new Limits(options.queue, options.bytes, options.seconds));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, model)));
        System.out.println("Listening at http://" + options.host + ":" + server.port());
    }

    /** SIGTERM comes here. */
    private static void end(PredictionServer server, SSAMBAModel<?> model) {
        server.close();
        model.close();
        System.out.println("Answered " + server.metrics().clips() + " clips");
    }
}
