// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate;

import io.ephemera.fs.BytePath;
import io.ephemera.isolate.plan.DirectoryKind;
import io.ephemera.isolate.plan.DirectoryRequest;
import io.ephemera.isolate.plan.Identity;
import io.ephemera.isolate.plan.PlannedDirectory;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Decides which directories a command has, and refuses names that belong to others. */
final class DirectoryPlanner {
  /** Where systemd keeps what belongs to services with users of their own. */
  private static final String PRIVATE = "private";

  private static final Map<DirectoryKind, Set<String>> RESERVED =
      new EnumMap<>(DirectoryKind.class);

  static {
    Set<String> ofSystem =
        Set.of(
            PRIVATE,
            "ephemera",
            "systemd",
            "user",
            "lock",
            "log",
            "udev",
            "mount",
            "credentials",
            "host",
            "initramfs",
            "shm",
            "dbus",
            "utmp",
            "tmpfiles.d",
            "sudo");
    RESERVED.put(DirectoryKind.RUNTIME, ofSystem);
    RESERVED.put(DirectoryKind.STATE, Set.of(PRIVATE, "systemd", "dpkg", "apt", "rpm", "pam"));
    RESERVED.put(DirectoryKind.CACHE, Set.of(PRIVATE, "apt", "ldconfig", "man"));
    RESERVED.put(DirectoryKind.LOGS, Set.of(PRIVATE, "journal", "audit", "apt"));
    RESERVED.put(
        DirectoryKind.CONFIGURATION,
        Set.of(PRIVATE, "systemd", "security", "pam.d", "ssl", "apt", "tmpfiles.d", "sudoers.d"));
  }

  private final BaseDirectories bases;
  private final Identity identity;

  DirectoryPlanner(BaseDirectories bases, Identity identity) {
    this.bases = bases;
    this.identity = identity;
  }

  /** The directories by kind, sorted by path, each once. */
  List<PlannedDirectory> plan(List<DirectoryRequest> requests) throws IOException {
    Map<DirectoryKind, Map<BytePath, PlannedDirectory>> byKind = new EnumMap<>(DirectoryKind.class);
    for (DirectoryRequest request : requests) {
      refuseForeign(request);
      PlannedDirectory planned = plan(request);
      PlannedDirectory before =
          byKind
              .computeIfAbsent(request.kind(), none -> new TreeMap<>())
              .putIfAbsent(planned.path(), planned);
      if (before != null && before.mode() != planned.mode()) {
        throw new RunException(Failure.USAGE, planned.path() + " is given two different modes");
      }
    }
    List<PlannedDirectory> all = new ArrayList<>();
    byKind.values().forEach(sorted -> all.addAll(sorted.values()));
    return all;
  }

  private PlannedDirectory plan(DirectoryRequest request) throws IOException {
    BytePath path = bases.of(request.kind()).append(request.name());
    return new PlannedDirectory(
        request.kind(), path, request.mode(), identity.uid(), identity.gid());
  }

  private void refuseForeign(DirectoryRequest request) throws RunException {
    String first = request.name().components().getFirst().latin1();
    boolean reserved =
        bases instanceof BaseDirectories.OfSystem
            && RESERVED.getOrDefault(request.kind(), Set.of()).contains(first);
    if (reserved) {
      throw new RunException(
          Failure.USAGE,
          request.kind().standard().system()
              + "/"
              + first
              + " belongs to the system; choose another name");
    }
  }
}
