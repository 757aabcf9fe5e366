// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.report.Rule;
import java.util.ArrayList;
import java.util.List;

/** All checks of a host, in the order of their ids. A new check is added here. */
public final class Checks {
  private Checks() {}

  /** The checks for one audit. */
  static List<Check> create() {
    return List.of(
        new SharedDirectories(),
        new OpenDirectory(),
        new RuntimeDirectories(),
        new RuntimeOnDisk(),
        new MountFlags(),
        new UnusableTemporaryDirectory(),
        new UserRuntimeDirectory(),
        new MissingRuntimeDirectory(),
        new ForeignRuntimeDirectory(),
        new ServiceDirectory(),
        new SquattedName(),
        new PredictableInUse(),
        new ForgeablePidFile(),
        new StalePidFile(),
        new PidFileOfStranger(),
        new DeadSocket(),
        new OpenSocket(),
        new DisplayDirectories(),
        new PlantedLink(),
        new SetIdFile(),
        new DeviceNode(),
        new ReadableSecret(),
        new WritableFile(),
        new ForeignEntry(),
        new DataInTemporary(),
        new ForeignCode(),
        new DeletedInUse(),
        new NothingCleans(),
        new Orphan(),
        new LockWithoutEffect(),
        NearlyFull.ofBytes(),
        NearlyFull.ofInodes(),
        new DeletedButHeld(),
        new SharedTmp(),
        new SharedPidFile(),
        new MissingServiceDirectory(),
        new FixedNameInUnit(),
        new FixedNameInJob(),
        new TmpfilesConfiguration(),
        KernelProtection.symlinks(),
        KernelProtection.hardLinks(),
        KernelProtection.fifos(),
        KernelProtection.regularFiles());
  }

  /** The rules of all checks. */
  public static List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    for (Check check : create()) {
      rules.add(check.rule());
    }
    return rules;
  }
}
