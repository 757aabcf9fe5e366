// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/**
 * Everything that the meaning of a line depends on besides its text.
 *
 * @param boot whether to use lines with {@code !}
 * @param graceful whether to use a line with an unknown user or group without its owner
 */
public record ParseContext(
    Specifiers specifiers,
    Accounts accounts,
    SystemCredentials credentials,
    CopySources copySources,
    Prefixes prefixes,
    boolean boot,
    boolean graceful) {}
