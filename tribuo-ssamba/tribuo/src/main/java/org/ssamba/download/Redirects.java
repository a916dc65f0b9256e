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
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;

/**
 * Follows redirections by hand: Java's client does not say where it went, and what leads away from
 * https is to be an error, not an answer.
 *
 * @param client that follows none itself.
 */
record Redirects(HttpClient client) {
    private static final int MOST = 5;

    /**
     * Sends a request to the last of all places that the first one points to.
     *
     * @param request whose headers go to each of them.
     * @return the first answer that is not a redirection; its body is to be closed.
     */
    HttpResponse<InputStream> send(HttpRequest request) throws IOException, InterruptedException {
        URI asked = request.uri();
        URI at = asked;
        for (int i = 0; i <= MOST; i++) {
            HttpResponse<InputStream> response =
                    client.send(
                            HttpRequest.newBuilder(request, (name, value) -> true).uri(at).build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            Optional<String> location = response.headers().firstValue("Location");
            if (response.statusCode() / 100 != 3 || location.isEmpty()) {
                return response;
            }
            response.body().close();
            at = next(asked, at, location.get());
        }
        throw new DownloadException(asked, "it redirects more than " + MOST + " times");
    }

    static URI next(URI asked, URI from, String location) throws DownloadException {
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new DownloadException(asked, "it redirects to no address: " + location, e);
        }
        if (!RequestedFile.isHttp(to) || to.getHost() == null) {
            throw new DownloadException(
                    asked, "it redirects to " + to.getScheme() + ":, which is not http(s)");
        }
        if (from.getScheme().equalsIgnoreCase("https") && to.getScheme().equalsIgnoreCase("http")) {
            throw new DownloadException(
                    asked,
                    "it redirects from https to http at "
                            + to.getHost()
                            + ", where anybody on the way could change it");
        }
        return to;
    }
}
