// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import java.util.Set;

/** The kinds of conditions (systemd.unit(5), "Conditions and Asserts"). */
final class ConditionKinds {
  /** Those whose parameter is an absolute path. */
  private static final Set<String> OF_PATHS =
      Set.of(
          "DirectoryNotEmpty",
          "FileIsExecutable",
          "FileNotEmpty",
          "NeedsUpdate",
          "PathExists",
          "PathExistsGlob",
          "PathIsDirectory",
          "PathIsEncrypted",
          "PathIsMountPoint",
          "PathIsReadWrite",
          "PathIsSocket",
          "PathIsSymbolicLink");

  private static final Set<String> OTHERS =
      Set.of(
          "ACPower",
          "Architecture",
          "CPUFeature",
          "CPUPressure",
          "CPUs",
          "Capability",
          "ControlGroupController",
          "Credential",
          "Environment",
          "Firmware",
          "FirstBoot",
          "Fraction",
          "Group",
          "Host",
          "IOPressure",
          "KernelCommandLine",
          "KernelModuleLoaded",
          "KernelVersion",
          "MachineTag",
          "Memory",
          "MemoryPressure",
          "OSRelease",
          "Security",
          "User",
          "Version",
          "Virtualization");

  private ConditionKinds() {}

  static boolean isKnown(String kind) {
    return isOfPath(kind) || OTHERS.contains(kind);
  }

  static boolean isOfPath(String kind) {
    return OF_PATHS.contains(kind);
  }
}
