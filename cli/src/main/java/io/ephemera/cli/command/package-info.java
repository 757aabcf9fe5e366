// SPDX-License-Identifier: Apache-2.0

/**
 * What the commands of the program share.
 *
 * <p>A {@link io.ephemera.cli.command.CommandDefinition} is the only description of a command. Its
 * command line is parsed by it ({@link io.ephemera.cli.command.CommandLineParser}, without picocli,
 * which would double the start-up time), and its help, its completion scripts and the skeleton of
 * its manual page are derived from it. Texts of a definition are loaded only when they are printed.
 *
 * <p>The package knows no command.
 */
@NullMarked
package io.ephemera.cli.command;

import org.jspecify.annotations.NullMarked;
