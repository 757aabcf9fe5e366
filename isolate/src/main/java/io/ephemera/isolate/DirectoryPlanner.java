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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Decides which directories a command has, and refuses names that belong to others. */
final class DirectoryPlanner {
  /** Where systemd keeps what belongs to services with users of their own. */
  private static final String PRIVATE = "private";

  private static final Set<String> RUNTIME =
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

  private static final Set<String> STATE = Set.of(PRIVATE, "systemd", "dpkg", "apt", "rpm", "pam");
  private static final Set<String> CACHE = Set.of(PRIVATE, "apt", "ldconfig", "man");
  private static final Set<String> LOGS = Set.of(PRIVATE, "journal", "audit", "apt");
  private static final Set<String> CONFIGURATION =
      Set.of(PRIVATE, "systemd", "security", "pam.d", "ssl", "apt", "tmpfiles.d", "sudoers.d");

  private final BaseDirectories bases;
  private final Identity identity;

  DirectoryPlanner(BaseDirectories bases, Identity identity) {
    this.bases = bases;
    this.identity = identity;
  }

  /** The directories by kind, sorted by path, each once. */
  List<PlannedDirectory> plan(List<DirectoryRequest> requests) throws IOException {
    List<PlannedDirectory> all = new ArrayList<>();
    for (DirectoryKind kind : DirectoryKind.values()) {
      all.addAll(ofKind(kind, requests).values());
    }
    refuseCommonLinks(all);
    return all;
  }

  private SortedMap<BytePath, PlannedDirectory> ofKind(
      DirectoryKind kind, List<DirectoryRequest> requests) throws IOException {
    SortedMap<BytePath, PlannedDirectory> sorted = new TreeMap<>(BytePath::compareByComponents);
    for (DirectoryRequest request : requests) {
      if (request.kind() == kind) {
        refuseForeign(request);
        PlannedDirectory planned = plan(request);
        PlannedDirectory before = sorted.get(planned.path());
        if (before != null && before.mode() != planned.mode()) {
          throw new RunException(Failure.USAGE, planned.path() + " is given two different modes");
        }
        sorted.put(planned.path(), before == null ? planned : both(before, planned));
      }
    }
    return sorted;
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

  /** Two directories cannot have one link, and none can be where a directory is. */
  private static void refuseCommonLinks(List<PlannedDirectory> all) throws RunException {
    Map<BytePath, BytePath> leadsTo = new HashMap<>();
    for (PlannedDirectory directory : all) {
      leadsTo.put(directory.path(), directory.path());
    }
    for (PlannedDirectory directory : all) {
      for (BytePath link : directory.links()) {
        if (leadsTo.put(link, directory.path()) != null) {
          throw new RunException(
              Failure.USAGE, link + " cannot be a link to " + directory.path() + " as well");
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
        bases instanceof BaseDirectories.OfSystem && reserved(request.kind()).contains(first);
    if (reserved) {
      throw new RunException(
          Failure.USAGE,
          request.kind().standard().system()
              + "/"
              + first
              + " belongs to the system; choose another name");
    }
  }

  private static Set<String> reserved(DirectoryKind kind) {
    return switch (kind) {
      case RUNTIME -> RUNTIME;
      case STATE -> STATE;
      case CACHE -> CACHE;
      case LOGS -> LOGS;
      case CONFIGURATION -> CONFIGURATION;
    };
  }
}
