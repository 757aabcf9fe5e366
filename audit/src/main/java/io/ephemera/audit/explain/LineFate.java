// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.explain;

import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.policy.Fate;

/** What a line of tmpfiles.d(5) will do to the path. */
public record LineFate(Line line, Fate fate) {}
