// SPDX-License-Identifier: Apache-2.0

package io.ephemera.floor;

/** The least that a program on this virtual machine costs. */
final class Hello {
  private Hello() {}

  public static void main(String[] args) {
    System.out.println("hello");
  }
}
