// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.SystemCallException;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of this process as bytes, {@code /proc/self/cmdline}: Java loses what the locale
 * cannot express.
 */
public final class ProcessArguments {
  private static final String OF_PROCESS = "/proc/self/cmdline";

  private ProcessArguments() {}

  /**
   * The arguments of a program's main method as bytes.
   *
   * @param decoded as Java passes them
   * @throws IllegalStateException if one is not ASCII and /proc/self/cmdline cannot be read
   */
  public static List<Bytes> of(String[] decoded) {
    List<Bytes> words = new ArrayList<>(decoded.length);
    for (String word : decoded) {
      if (!isAscii(word)) {
        return fromKernel(decoded.length);
      }
      words.add(Bytes.latin1(word));
    }
    return words;
  }

  /**
   * The whole command line, with the program and the options of the virtual machine.
   *
   * @throws SystemCallException if /proc/self/cmdline cannot be read
   */
  public static List<Bytes> commandLine() throws SystemCallException {
    return NulTerminated.split(KernelFiles.read(OF_PROCESS));
  }

  private static boolean isAscii(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static List<Bytes> fromKernel(int count) {
    try {
      return last(KernelFiles.read(OF_PROCESS), count);
    } catch (SystemCallException e) {
      throw new IllegalStateException("cannot read " + OF_PROCESS + ": " + e.getMessage(), e);
    }
  }

  /** The last words of a command line: those before are of the virtual machine. */
  static List<Bytes> last(Bytes commandLine, int count) {
    List<Bytes> all = NulTerminated.split(commandLine);
    return all.subList(all.size() - count, all.size());
  }
}
