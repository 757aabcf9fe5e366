// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles;

import io.ephemera.tmpfiles.language.Variables;
import io.ephemera.tmpfiles.pace.Progress;
import io.ephemera.tmpfiles.source.ConfigurationSources;
import java.util.function.LongSupplier;

/**
 * What a run depends on besides its request.
 *
 * @param variables the environment variables
 * @param standardInput read for the argument {@code -}
 * @param clock the current time, in microseconds since 1970
 * @param progress counts what the run does, within its limits
 */
public record RunEnvironment(
    Variables variables,
    ConfigurationSources.StandardInput standardInput,
    LongSupplier clock,
    Progress progress) {}
