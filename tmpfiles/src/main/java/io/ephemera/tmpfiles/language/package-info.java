// SPDX-License-Identifier: Apache-2.0

/**
 * The language of tmpfiles.d(5): text in, values out.
 *
 * <p>{@link io.ephemera.tmpfiles.language.Parser} turns a {@link
 * io.ephemera.tmpfiles.language.SourceFile} into {@link io.ephemera.tmpfiles.language.Line}s and
 * {@link io.ephemera.tmpfiles.language.Problem}s; {@link io.ephemera.tmpfiles.language.Plan} orders
 * lines and resolves conflicts between them.
 *
 * <p>Nothing here opens a file, looks up an account or reads {@code /proc}. The values that depend
 * on a system come from the interfaces in {@link io.ephemera.tmpfiles.language.ParseContext}, which
 * the package {@code source} implements.
 *
 * <p>Names are bytes. Text is a {@code String} with one character per byte (ISO 8859-1), so that
 * nothing is lost; only messages show it escaped.
 *
 * <p>Every run passes through this package before anything else happens, so it avoids what makes
 * the first execution of Java code slow: regular expressions, streams, formatters and {@code
 * EnumSet}.
 */
package io.ephemera.tmpfiles.language;
