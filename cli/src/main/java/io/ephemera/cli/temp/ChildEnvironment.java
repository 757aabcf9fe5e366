// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.temp;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.process.CallerEnvironment;
import io.ephemera.process.Environ;
import java.util.ArrayList;
import java.util.List;

/**
 * The environment, environ(7), of a program that {@code temp} runs: that of the caller, with
 * another TMPDIR.
 */
final class ChildEnvironment {
  private static final String TMPDIR = "TMPDIR=";

  private ChildEnvironment() {}

  /** The environment with this TMPDIR. */
  static List<Bytes> with(BytePath directory) {
    return with(directory, Environ.ofProcess().entries(), CallerEnvironment.hiddenNames());
  }

  /**
   * The environment with this TMPDIR.
   *
   * @param ours entries {@code NAME=value} of this process
   * @param hidden as {@link CallerEnvironment#hiddenNames}
   */
  static List<Bytes> with(BytePath directory, List<Bytes> ours, List<String> hidden) {
    List<Bytes> entries = new ArrayList<>(CallerEnvironment.restore(ours, hidden));
    entries.removeIf(entry -> entry.latin1().startsWith(TMPDIR));
    entries.add(Bytes.latin1(TMPDIR).plus(directory.bytes()));
    return entries;
  }
}
