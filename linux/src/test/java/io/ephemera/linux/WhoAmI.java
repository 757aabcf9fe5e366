// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

/** A program that makes one native call. */
final class WhoAmI {
  private WhoAmI() {}

  public static void main(String[] args) {
    try {
      System.out.println("uid " + Credentials.geteuid());
    } catch (NativeAccessDeniedException e) {
      System.out.println(e.getMessage());
    }
  }
}
