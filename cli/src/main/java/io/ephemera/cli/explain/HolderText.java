// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.explain;

import io.ephemera.audit.explain.Holder;
import io.ephemera.fs.BytePath;
import io.ephemera.host.processes.HostProcess;
import io.ephemera.host.uses.Coverage;
import io.ephemera.host.uses.Use;
import io.ephemera.host.uses.UseDetail;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who uses a path, in words. */
final class HolderText {
  private HolderText() {}

  /**
   * A use of a path, or of something in it.
   *
   * @param path the path in question, which is not repeated
   */
  static String of(Holder holder, BytePath path) {
    String below = holder.path().equals(path) ? "" : "  " + holder.path();
    return process(holder.use().process()) + ": " + how(holder.use()) + below;
  }

  /** A use of what has no name any more. */
  static String ofDeleted(Use use) {
    return process(use.process()) + ": " + how(use) + ", deleted: " + use.path();
  }

  /** A process: {@code nginx (pid 812, nginx.service)}. */
  static String process(@Nullable HostProcess process) {
    if (process == null) {
      return "a process that could not be seen";
    }
    String unit = process.placement().unit();
    String container =
        process.placement().container() == null
            ? ""
            : ", container " + shortened(process.placement().container().id());
    return process.name()
        + " (pid "
        + process.pid()
        + (unit == null ? "" : ", " + unit)
        + container
        + ")";
  }

  private static String shortened(String id) {
    return id.substring(0, Math.min(12, id.length()));
  }

  private static String how(Use use) {
    String proof = use.proven() ? "" : " (as far as its name tells)";
    return words(use) + proof;
  }

  private static String words(Use use) {
    return switch (use.kind()) {
      case OPEN -> use.detail() instanceof UseDetail.Descriptor open ? open(open) : "open";
      case MAPPED ->
          use.detail() instanceof UseDetail.Mapping map && map.executable()
              ? "mapped, executable"
              : "mapped";
      case WORKING_DIRECTORY -> "working directory";
      case ROOT_DIRECTORY -> "root directory";
      case EXECUTABLE -> "runs it";
      case LOCK ->
          use.detail() instanceof UseDetail.Lock lock
              ? "holds a lock (" + lock.lock().kind().name().toLowerCase(Locale.ROOT) + ")"
              : "holds a lock";
      case BOUND_SOCKET ->
          use.detail() instanceof UseDetail.Socket socket && socket.listens()
              ? "listens on it"
              : "is bound to it";
      case WATCH -> "watches it";
      case MOUNT -> "has it mounted in another mount namespace";
    };
  }

  /** In which way a file is used, without the number of a descriptor. */
  static String kind(Use use) {
    return use.detail() instanceof UseDetail.Descriptor open ? "open " + access(open) : words(use);
  }

  private static String open(UseDetail.Descriptor open) {
    return "open " + access(open) + ", descriptor " + open.number();
  }

  private static String access(UseDetail.Descriptor open) {
    return switch (open.access()) {
      case READ -> "for reading";
      case WRITE -> "for writing";
      case READ_WRITE -> "for reading and writing";
      case PATH -> "as a path only";
    };
  }

  /** What could not be seen, and why. */
  static String gaps(Coverage coverage) {
    List<String> gaps = new ArrayList<>();
    coverage.gaps().forEach(gap -> gaps.add(gap.toString()));
    return String.join(", ", gaps);
  }
}
