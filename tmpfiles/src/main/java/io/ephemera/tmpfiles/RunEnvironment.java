// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles;

import io.ephemera.tmpfiles.language.Variables;
import io.ephemera.tmpfiles.pace.Pace;
import io.ephemera.tmpfiles.source.ConfigurationSources;
import java.util.function.LongSupplier;

/**
 * What a run depends on besides its request.
 *
 * @param variables the environment variables
 * @param standardInput read for the argument {@code -}
 * @param clock the current time, in microseconds since 1970
 * @param pace the limits of the run in time and speed, and its progress
 */
public record RunEnvironment(
    Variables variables,
    ConfigurationSources.StandardInput standardInput,
    LongSupplier clock,
    Pace pace) {}
