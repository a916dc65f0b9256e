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

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Logger;

/**
 * The proxies that other command lines use: {@code https_proxy}, {@code http_proxy}, {@code
 * no_proxy}, in either case. Java's own properties ({@code https.proxyHost} and the others) come
 * first, because somebody set them for this process.
 */
final class EnvironmentProxies extends ProxySelector {
    private static final Logger logger = Logger.getLogger(EnvironmentProxies.class.getName());

    private final Map<String, String> environment;

    private EnvironmentProxies(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The proxies of Java's properties if there are any, else of the environment. */
    static ProxySelector of(Map<String, String> environment) {
        boolean properties =
                System.getProperty("http.proxyHost") != null
                        || System.getProperty("https.proxyHost") != null
                        || Boolean.getBoolean("java.net.useSystemProxies");
        return properties ? ProxySelector.getDefault() : new EnvironmentProxies(environment);
    }

    @Override
    public List<Proxy> select(URI uri) {
        String proxy = variable(uri.getScheme().toLowerCase(Locale.ROOT) + "_proxy");
        if (proxy.isEmpty() || isExempt(uri.getHost())) {
            return List.of(Proxy.NO_PROXY);
        }
        URI address = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
        if (address.getHost() == null || address.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "The proxy in the environment must be http://host:port, without a password");
        }
        int port = address.getPort() < 0 ? 80 : address.getPort();
        return List.of(
                new Proxy(
                        Proxy.Type.HTTP,
                        InetSocketAddress.createUnresolved(address.getHost(), port)));
    }

    /** Whether the host, or a domain that it is in, is listed. */
    private boolean isExempt(String host) {
        for (String entry : variable("no_proxy").split(",")) {
            String domain = entry.strip().replaceFirst("^\\*?\\.", "").toLowerCase(Locale.ROOT);
            String name = host.toLowerCase(Locale.ROOT);
            if (domain.equals("*")
                    || !domain.isEmpty() && (name.equals(domain) || name.endsWith("." + domain))) {
                return true;
            }
        }
        return false;
    }

    private String variable(String name) {
        String value = environment.get(name);
        value = value == null ? environment.get(name.toUpperCase(Locale.ROOT)) : value;
        return value == null ? "" : value.strip();
    }

    @Override
    public void connectFailed(URI uri, SocketAddress proxy, IOException e) {
        logger.warning("The proxy " + proxy + " cannot be reached: " + e.getMessage());
    }
}
