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
package org.ssamba.download;

import java.net.ProxySelector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How files are downloaded.
 *
 * @param folder where they are kept.
 * @param offline whether only files that are already kept may be used.
 * @param maximumBytes larger files are refused.
 * @param patience how long a server may be silent.
 * @param pause before the first of several further attempts; doubled for each.
 * @param proxies through which servers are reached.
 */
record DownloadSettings(
        Path folder,
        boolean offline,
        long maximumBytes,
        Duration patience,
        Duration pause,
        ProxySelector proxies) {
    /** The system property that names the folder. */
    static final String FOLDER = "ssamba.downloads";

    /** The environment variable that does, too. */
    static final String FOLDER_VARIABLE = "SSAMBA_DOWNLOADS";

    /** The system property that forbids downloads if true. */
    static final String OFFLINE = "ssamba.offline";

    /** The environment variable that does, too. */
    static final String OFFLINE_VARIABLE = "SSAMBA_OFFLINE";

    /** The system property with the size of the largest file in megabytes. */
    static final String MEGABYTES = "ssamba.downloads.megabytes";

    /** Ten times the largest published checkpoint. */
    private static final int STANDARD_MEGABYTES = 4000;

    /** What this process and its environment ask for. */
    static DownloadSettings of(Map<String, String> environment) {
        String folder = System.getProperty(FOLDER, environment.get(FOLDER_VARIABLE));
        String offline = System.getProperty(OFFLINE, environment.get(OFFLINE_VARIABLE));
        return new DownloadSettings(
                folder != null && !folder.isBlank()
                        ? Path.of(folder)
                        : Path.of(
                                System.getProperty("user.home", "."),
                                ".cache",
                                "ssamba",
                                "downloads"),
                "true".equalsIgnoreCase(offline) || "1".equals(offline),
                Integer.getInteger(MEGABYTES, STANDARD_MEGABYTES) * 1_000_000L,
                Duration.ofMinutes(1),
                Duration.ofSeconds(1),
                EnvironmentProxies.of(environment));
    }
}
