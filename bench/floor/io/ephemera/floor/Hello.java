// SPDX-License-Identifier: Apache-2.0

package io.ephemera.floor;

/** The minimum for a program on this virtual machine. */
final class Hello {
  private Hello() {}

  public static void main(String[] args) {
    System.out.println("hello");
  }
}
