// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/**
 * Everything that the meaning of a line depends on besides its text.
 *
 * @param boot whether lines with {@code !} count
 * @param graceful whether a line with an unknown user or group runs without it
 */
public record Environment(
    Specifiers specifiers,
    Accounts accounts,
    SystemCredentials credentials,
    CopySources copySources,
    Prefixes prefixes,
    boolean boot,
    boolean graceful) {}
