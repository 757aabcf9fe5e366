// SPDX-License-Identifier: Apache-2.0

/**
 * A run of {@code ephemera tmpfiles}: {@link io.ephemera.tmpfiles.Tmpfiles} takes a {@link
 * io.ephemera.tmpfiles.Request}, reads the configuration, and carries it out or checks it.
 *
 * <pre>
 * source: files, standard input, arguments -> SourceFile
 * language: SourceFile -> Line | Problem -> Plan
 * engine: Plan -> Outcome        check: Plan -> Finding
 * </pre>
 *
 * <h2>Two threads</h2>
 *
 * <p>A short run spends most of its time on code that runs for the first time, so a second core
 * helps in two ways:
 *
 * <ul>
 *   <li>{@code Parsing} parses the files with two threads. Files are independent, so each thread
 *       takes the next one that is left, with a root and a parse context of its own; nothing of it
 *       is shared. Lines and problems are reported in the order of the files, whichever thread
 *       parsed them. A file at which the second thread failed is parsed again by the first one.
 *   <li>{@link io.ephemera.tmpfiles.WarmUp} executes a dry run over a few inodes that every system
 *       has, while the first thread reads the configuration.
 * </ul>
 *
 * <p>{@code bench/README.md} has the measurements of both. Creating and every dry run use one
 * thread, so that outcomes have the order of the plan; cleaning and removing walk wide trees with
 * all cores (see {@code io.ephemera.fs}).
 */
package io.ephemera.tmpfiles;
