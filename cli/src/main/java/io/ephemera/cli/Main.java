// SPDX-License-Identifier: Apache-2.0

package io.ephemera.cli;

/** The program {@code ephemera}. */
public final class Main {
  private Main() {}

  /**
   * Runs one command and exits with its code.
   *
   * @param args the command line, without the program's name
   */
  public static void main(String[] args) {
    System.out.println("ephemera " + String.join(" ", args));
  }
}
