// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

/**
 * The main class of the run that records the AOT cache, build-support/build-image. The virtual
 * machine writes the cache only if it ends in its own way, which {@link Main} does not let it do.
 */
public final class Training {
  private Training() {}

  /**
   * Runs one command and ends the virtual machine.
   *
   * @param args the command line, without the program's name
   */
  public static void main(String[] args) {
    Runtime.getRuntime().halt(Main.execute(args).code());
  }
}
