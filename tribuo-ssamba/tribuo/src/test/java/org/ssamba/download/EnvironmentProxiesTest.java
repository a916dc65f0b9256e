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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which proxy a URI is reached through, by the variables that other programs read. */
class EnvironmentProxiesTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of(
                    "HTTPS_PROXY", "http://proxy.invalid:3128",
                    "http_proxy", "plain.invalid",
                    "NO_PROXY", "localhost, .inner.invalid,10.0.0.1");

    private static String proxy(Map<String, String> environment, String uri) {
        Proxy proxy = EnvironmentProxies.of(environment).select(URI.create(uri)).get(0);
        return proxy.address() instanceof InetSocketAddress address
                ? address.getHostString() + ":" + address.getPort()
                : "none";
    }

    @ParameterizedTest
    @CsvSource({
        "https://host.invalid/f, proxy.invalid:3128",
        "http://host.invalid/f, plain.invalid:80",
        "https://localhost/f, none",
        "https://a.Inner.invalid/f, none",
        "https://inner.invalid/f, none",
        "https://winner.invalid/f, proxy.invalid:3128",
        "https://10.0.0.1/f, none"
    })
    void variablesNameTheProxy(String uri, String expected) {
        assertEquals(expected, proxy(ENVIRONMENT, uri));
    }

    @Test
    void withoutVariablesThereIsNone() {
        assertEquals("none", proxy(Map.of(), "https://host.invalid/f"));
        assertEquals("none", proxy(Map.of("https_proxy", "p:1", "no_proxy", "*"), "https://h/f"));
    }

    @Test
    void passwordsAreRefusedUnread() {
        Map<String, String> secret = Map.of("https_proxy", "http://me:word@proxy.invalid:80");
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> proxy(secret, "https://h/f"));
        assertEquals(-1, e.getMessage().indexOf("word@"));
    }

    @Test
    void aDownloadGoesThroughTheProxy(@TempDir Path folder) throws Exception {
        byte[] content = {1, 2, 3, (byte) 0xff};
        try (WeightsServer proxy = new WeightsServer(content)) {
            String address = proxy.uri().getHost() + ":" + proxy.uri().getPort();
            DownloadSettings settings =
                    DownloadSettings.of(
                            Map.of("http_proxy", address, "SSAMBA_DOWNLOADS", folder.toString()));
            new Downloads(settings).get(URI.create("http://host.invalid/f"));
            assertEquals(java.util.List.of("/f"), proxy.requests());
        }
    }
}
