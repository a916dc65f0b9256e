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

import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ssamba.data.Sha256;

/**
 * What is asked for.
 *
 * @param uri http or https, without a fragment.
 * @param sha256 of the content that is wanted, in lower case; null for whatever comes.
 */
record RequestedFile(URI uri, String sha256) {
    private static final Pattern HASH = Pattern.compile("sha256=(\\p{XDigit}{64})");

    /**
     * Takes a URI apart.
     *
     * @param uri may end with {@code #sha256=} and 64 hexadecimal digits.
     * @throws IllegalArgumentException if it is of another kind.
     */
    static RequestedFile of(URI uri) {
        if (!isHttp(uri) || uri.getHost() == null) {
            throw new IllegalArgumentException(
                    uri + " is not an address that can be downloaded from: give http(s)://host/…");
        }
        if (uri.getRawUserInfo() != null) {
            // It would be written into logs and provenance. The message does not repeat it.
            throw new IllegalArgumentException(
                    "The address at "
                            + uri.getHost()
                            + " has a user or password in it, which provenance would record;"
                            + " download the file by other means and give its path");
        }
        if (uri.getRawFragment() == null) {
            return new RequestedFile(uri, null);
        }
        Matcher hash = HASH.matcher(uri.getRawFragment());
        if (!hash.matches()) {
            throw new IllegalArgumentException(
                    uri + ": after # only sha256= and 64 hexadecimal digits can stand");
        }
        String text = uri.toString();
        return new RequestedFile(
                URI.create(text.substring(0, text.indexOf('#'))),
                hash.group(1).toLowerCase(Locale.ROOT));
    }

    static boolean isHttp(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme())
                || "https".equalsIgnoreCase(uri.getScheme());
    }

    /** A name for what is kept about the URI. */
    String key() {
        return Sha256.builder().text(uri.toString()).hex();
    }
}
