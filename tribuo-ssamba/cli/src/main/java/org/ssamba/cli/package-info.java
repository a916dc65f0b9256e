/**
 * The command {@code ssamba}: each command is a small class over the library, which it does not
 * extend. What commands share is in mixins: files to read, tables to write, the device and the log.
 */
package org.ssamba.cli;
