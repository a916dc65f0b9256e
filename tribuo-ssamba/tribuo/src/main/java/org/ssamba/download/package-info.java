/**
 * Files that a URI names: downloaded once, resumed when broken off, kept by content, checked by
 * their SHA-256. Nothing here is reached unless a program passes an http or https URI. Does not
 * know what is in the files.
 */
package org.ssamba.download;
