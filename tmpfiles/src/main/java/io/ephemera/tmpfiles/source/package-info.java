// SPDX-License-Identifier: Apache-2.0

/**
 * Finds and reads what the language needs: configuration files, credentials, the standard input,
 * and the facts about a system behind specifiers, user and group names.
 *
 * <p>{@link io.ephemera.tmpfiles.source.ConfigurationSources} decides which sources a run reads.
 * {@link io.ephemera.tmpfiles.source.SystemSpecifiers}, {@link
 * io.ephemera.tmpfiles.source.FileAccounts}, {@link
 * io.ephemera.tmpfiles.source.NameServiceAccounts}, {@link
 * io.ephemera.tmpfiles.source.CredentialDirectory} and {@link
 * io.ephemera.tmpfiles.source.RootCopySources} implement the interfaces of {@code
 * io.ephemera.tmpfiles.language}.
 *
 * <p>Files of an installation are opened below its root directory, which no symbolic link leaves;
 * facts about the running kernel come from the room {@code process}.
 */
package io.ephemera.tmpfiles.source;
