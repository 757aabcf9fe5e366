// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Stat;
import io.ephemera.process.KernelFiles;
import io.ephemera.report.Operation;
import io.ephemera.tmpfiles.language.Action;
import io.ephemera.tmpfiles.language.CapabilityText;
import io.ephemera.tmpfiles.language.Line;
import java.io.IOException;

/** Sets file capabilities, capabilities(7): {@code k}, {@code K}. */
final class Capabilities implements Adjustments.Adjuster {
  private static final String ATTRIBUTE = "security.capability";

  private final RunContext context;
  private final HardLinks hardLinks;
  private final CapabilityText text;
  private final long known;

  Capabilities(
      RunContext context, HardLinks hardLinks, KernelFiles kernel, Action.SetCapabilities action) {
    this.context = context;
    this.hardLinks = hardLinks;
    this.text = action.capabilities();
    this.known = known(kernel);
  }

  /** The capabilities that the kernel supports: the meaning of {@code all}. */
  private static long known(KernelFiles kernel) {
    String last = kernel.text("/proc/sys/kernel/cap_last_cap").trim();
    int highest = last.isEmpty() ? 40 : Integer.parseInt(last);
    return highest >= 63 ? -1L : (1L << (highest + 1)) - 1;
  }

  @Override
  public Operation operation() {
    return Operation.SET_CAPABILITIES;
  }

  @Override
  public boolean changesAnything(Line line) {
    return !text.clauses().isEmpty() || text.rootUid() != null;
  }

  @Override
  public boolean isRight(Line line, Stat stat) {
    return !stat.isRegular();
  }

  @Override
  public void apply(Line line, BytePath path, Inode inode) throws IOException {
    Stat stat = inode.stat();
    if (!stat.isRegular() || !changesAnything(line)) {
      return;
    }
    hardLinks.check(path, inode);
    Bytes old = inode.attribute(ATTRIBUTE);
    CapabilitySet set =
        line.modifiers().plus() && old != null ? CapabilitySet.decode(old) : new CapabilitySet();
    set.change(text, known);
    Bytes value = set.encode();
    if (value.equals(old)) {
      context.reportAlreadyRight(line, path, Operation.SET_CAPABILITIES);
    } else if (!context.reportIfDryRun(line, path, Operation.SET_CAPABILITIES, set.toString())) {
      inode.setAttribute(ATTRIBUTE, value);
      context.reportDone(line, path, Operation.SET_CAPABILITIES, set.toString());
    }
  }
}
