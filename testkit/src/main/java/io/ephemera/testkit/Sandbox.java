// SPDX-License-Identifier: Apache-2.0
package io.ephemera.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A sandbox that refuses system calls, seccomp(2), as those of containers refuse new ones. */
public final class Sandbox {
  private Sandbox() {}

  /**
   * The command that runs another one in the sandbox.
   *
   * @param errno the kernel's answer to a call that is refused: 1 for EPERM
   * @param calls the numbers of the calls on this machine
   */
  public static List<String> command(int errno, List<String> command, int... calls)
      throws IOException {
    String numbers =
        Arrays.stream(calls).mapToObj(String::valueOf).collect(Collectors.joining(","));
    List<String> sandboxed = new ArrayList<>(Perl.command("sandbox.pl", "" + errno, numbers));
    sandboxed.addAll(command);
    return sandboxed;
  }
}
