// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.views;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.SystemCallException;
import io.ephemera.process.CurrentProcess;
import io.ephemera.process.ProcessArguments;
import java.util.ArrayList;
import java.util.List;

/** How this program is started once more, with another word. */
final class OwnProgram {
  private static final Bytes MODULE = Bytes.latin1("-m");

  /** It works for some milliseconds: a compiler would only cost time. */
  private static final String INTERPRETED = "-Xint";

  private OwnProgram() {}

  /**
   * The words of its command line; none if this one has no {@code -m}, or cannot be read.
   *
   * @param word what follows the main class
   */
  static List<String> withWord(String word) {
    try {
      return words(ProcessArguments.commandLine(), CurrentProcess.pid(), word);
    } catch (SystemCallException e) {
      return List.of();
    }
  }

  /** The program itself is named by the kernel: its path may have bytes that Java cannot pass. */
  static List<String> words(List<Bytes> commandLine, int pid, String word) {
    int main = commandLine.indexOf(MODULE) + 1;
    if (main == 0 || main >= commandLine.size()) {
      return List.of();
    }
    List<String> words = new ArrayList<>(List.of("/proc/" + pid + "/exe", INTERPRETED));
    for (Bytes option : commandLine.subList(1, main + 1)) {
      String text = option.latin1();
      if (isForBoth(text)) {
        words.add(text);
      }
    }
    words.add(word);
    return words;
  }

  /** Not what is of this process alone: properties of the launcher, and a cache that it writes. */
  private static boolean isForBoth(String option) {
    boolean writes = option.startsWith("-XX:AOT") && !option.startsWith("-XX:AOTCache=");
    boolean ascii = option.chars().allMatch(c -> c < 0x80);
    return ascii && !writes && !option.startsWith("-Dephemera.");
  }
}
