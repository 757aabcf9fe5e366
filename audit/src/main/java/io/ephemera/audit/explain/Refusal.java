// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.explain;

import io.ephemera.fs.BytePath;
import io.ephemera.tmpfiles.language.Line;

/**
 * The path of a line that Ephemera refuses to clean, with all that is in it, because another user
 * could redirect it. systemd-tmpfiles goes on there.
 *
 * @param path as the line spells it
 * @param reason why, in words
 */
public record Refusal(BytePath path, Line line, String reason) {}
