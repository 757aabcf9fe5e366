// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The filter, run by an interpreter: this machine may be unable to make 32-bit calls. */
class SeccompTest {
  private static final int DENIED = 0x50001;
  private static final int ALLOWED = 0x7fff0000;

  private static final String OF_X86_64 =
      """
      x86_64, c000003e, 10, 5412, true
      x86_64 with high bits, c000003e, 10, 700005412, true
      x86_64 TIOCLINUX, c000003e, 10, 541c, true
      x86_64 TIOCGWINSZ, c000003e, 10, 5413, false
      x86_64 another call with this argument, c000003e, 1, 5412, false
      x86_64 number of i386, c000003e, 36, 5412, false
      x32, c000003e, 40000202, 5412, true
      x32 TIOCGWINSZ, c000003e, 40000202, 5413, false
      x32 number of x86_64, c000003e, 40000010, 5412, true
      i386, 40000003, 36, 5412, true
      i386 TIOCLINUX, 40000003, 36, 541c, true
      i386 TIOCGWINSZ, 40000003, 36, 5413, false
      i386 number of x86_64, 40000003, 10, 5412, false
      an unknown machine, c00000f3, 1d, 5412, false
      """;

  private static final String OF_AARCH64 =
      """
      aarch64, c00000b7, 1d, 5412, true
      aarch64 with high bits, c00000b7, 1d, 700005412, true
      aarch64 TIOCLINUX, c00000b7, 1d, 541c, true
      aarch64 TIOCGWINSZ, c00000b7, 1d, 5413, false
      aarch64 another call with this argument, c00000b7, 40, 5412, false
      aarch64 number of 32-bit ARM, c00000b7, 36, 5412, false
      32-bit ARM, 40000028, 36, 5412, true
      32-bit ARM TIOCLINUX, 40000028, 36, 541c, true
      32-bit ARM TIOCGWINSZ, 40000028, 36, 5413, false
      32-bit ARM number of aarch64, 40000028, 1d, 5412, false
      an unknown machine, c000003e, 10, 5412, false
      """;

  private static Stream<Arguments> calls() {
    String calls = Abi.X86_64 ? OF_X86_64 : OF_AARCH64;
    return calls.lines().map(call -> Arguments.of((Object[]) call.split(", ", -1)));
  }

  /** A call is a machine, a number and its second argument, in hexadecimal. */
  @ParameterizedTest
  @MethodSource("calls")
  void onlyTerminalInjectionIsDenied(
      String what, String arch, String number, String request, boolean denied) {
    int result =
        run(
            Integer.parseUnsignedInt(arch, 16),
            Integer.parseUnsignedInt(number, 16),
            (int) Long.parseLong(request, 16));
    assertThat(result).as(what).isEqualTo(denied ? DENIED : ALLOWED);
  }

  private static int run(int arch, int number, int request) {
    int accumulator = 0;
    int at = 0;
    while (true) {
      int[] instruction = Seccomp.WITHOUT_INJECTION[at++];
      int operand = instruction[3];
      switch (instruction[0]) {
        case Seccomp.LOAD ->
            accumulator =
                switch (operand) {
                  case 0 -> number;
                  case 4 -> arch;
                  case 24 -> request;
                  default -> throw new IllegalArgumentException("offset " + operand);
                };
        case Seccomp.AND -> accumulator &= operand;
        case Seccomp.JUMP_IF_EQUAL -> at += instruction[accumulator == operand ? 1 : 2];
        case Seccomp.RETURN -> {
          return operand;
        }
        default -> throw new IllegalArgumentException("code " + instruction[0]);
      }
    }
  }
}
