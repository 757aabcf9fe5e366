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
import java.util.HashMap;
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
      Map<BytePath, PlannedDirectory> of =
          byKind.computeIfAbsent(request.kind(), none -> new TreeMap<>());
      PlannedDirectory before = of.get(planned.path());
      if (before != null && before.mode() != planned.mode()) {
        throw new RunException(Failure.USAGE, planned.path() + " is given two different modes");
      }
      of.put(planned.path(), before == null ? planned : both(before, planned));
    }
    refuseCommonLinks(byKind);
    List<PlannedDirectory> all = new ArrayList<>();
    byKind.values().forEach(sorted -> all.addAll(sorted.values()));
    return all;
  }

  private PlannedDirectory plan(DirectoryRequest request) throws IOException {
    BytePath base = bases.of(request.kind());
    List<BytePath> links = new ArrayList<>();
    for (BytePath link : request.links()) {
      links.add(base.append(link));
    }
    return new PlannedDirectory(
        request.kind(),
        base.append(request.name()),
        request.mode(),
        identity.uid(),
        identity.gid(),
        links,
        request.readOnly());
  }

  /** What two requests for one directory ask for, with the mode of the first. */
  private static PlannedDirectory both(PlannedDirectory one, PlannedDirectory other) {
    List<BytePath> links = new ArrayList<>(one.links());
    for (BytePath link : other.links()) {
      if (!links.contains(link)) {
        links.add(link);
      }
    }
    return new PlannedDirectory(
        one.kind(),
        one.path(),
        one.mode(),
        one.uid(),
        one.gid(),
        links,
        one.readOnly() || other.readOnly());
  }

  private static void refuseCommonLinks(Map<DirectoryKind, Map<BytePath, PlannedDirectory>> all)
      throws RunException {
    Map<BytePath, BytePath> leadsTo = new HashMap<>();
    for (Map<BytePath, PlannedDirectory> ofKind : all.values()) {
      for (PlannedDirectory directory : ofKind.values()) {
        for (BytePath link : directory.links()) {
          BytePath other = leadsTo.put(link, directory.path());
          if (other != null || ofKind.containsKey(link)) {
            throw new RunException(
                Failure.USAGE, link + " cannot be a link to " + directory.path() + " as well");
          }
        }
      }
    }
  }

  private void refuseForeign(DirectoryRequest request) throws RunException {
    refuseForeign(request, request.name());
    for (BytePath link : request.links()) {
      refuseForeign(request, link);
    }
  }

  private void refuseForeign(DirectoryRequest request, BytePath name) throws RunException {
    String first = name.components().getFirst().latin1();
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
