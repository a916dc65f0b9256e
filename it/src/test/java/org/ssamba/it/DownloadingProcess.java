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
package org.ssamba.it;

import java.io.IOException;
import java.net.URI;
import org.ssamba.download.Downloads;

/** Downloads a file into the folder of downloads and prints its hash. */
public final class DownloadingProcess {
    private DownloadingProcess() {}

    /** The address of the file; the folder is in the environment. */
    public static void main(String[] args) throws IOException {
        System.out.println(Downloads.standard().get(URI.create(args[0])).sha256());
    }
}
