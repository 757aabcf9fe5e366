// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.fs.BytePath;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;

/**
 * HA801 to HA804: the kernel protects programs that open a name in a shared directory,
 * proc_sys_fs(5).
 */
final class KernelProtection implements HostCheck {
  private static final String OFF = "0";

  private final Rule rule;
  private final String setting;
  private final String right;
  private final String harm;

  private KernelProtection(Rule rule, String setting, String right, String harm) {
    this.rule = rule;
    this.setting = setting;
    this.right = right;
    this.harm = harm;
  }

  static KernelProtection symlinks() {
    return new KernelProtection(
        Check.rule(
            "HA801",
            "unprotected-symlinks",
            Severity.ERROR,
            "Programs follow symbolic links of other users in shared directories",
            59,
            "CIS-1.5.2",
            "STIG-RHEL-09-213035",
            "lynis-KRNL-6000"),
        "protected_symlinks",
        "1",
        "a link that any user makes in /tmp leads a program of root to any file");
  }

  static KernelProtection hardLinks() {
    return new KernelProtection(
        Check.rule(
            "HA802",
            "unprotected-hardlinks",
            Severity.ERROR,
            "Users can make hard links to files that they may not write",
            59,
            "CIS-1.5.1",
            "STIG-RHEL-09-213030",
            "lynis-KRNL-6000"),
        "protected_hardlinks",
        "1",
        "any user can make a second name, in /tmp, of a file of root on the same file system");
  }

  static KernelProtection fifos() {
    return new KernelProtection(
        Check.rule(
            "HA803",
            "unprotected-fifos",
            Severity.WARNING,
            "Programs open FIFOs of other users in shared directories",
            377,
            "lynis-KRNL-6000"),
        "protected_fifos",
        "2",
        "a program that creates a file in /tmp writes into the fifo of another user instead");
  }

  static KernelProtection regularFiles() {
    return new KernelProtection(
        Check.rule(
            "HA804",
            "unprotected-regular-files",
            Severity.WARNING,
            "Programs open files of other users in shared directories when they create them",
            377,
            "lynis-KRNL-6000"),
        "protected_regular",
        "2",
        "a program that creates a file in /tmp writes into one that another user owns instead");
  }

  @Override
  public Rule rule() {
    return rule;
  }

  @Override
  public boolean isForImages() {
    return false;
  }

  @Override
  public void run(Facts facts, Findings findings) {
    if (OFF.equals(facts.setting("fs/" + setting))) {
      findings
          .of(rule, BytePath.of("/proc/sys/fs/" + setting))
          .seen("fs." + setting + " = 0")
          .fix("echo 'fs." + setting + " = " + right + "' >>/etc/sysctl.d/50-ephemera.conf")
          .fix("sysctl -w fs." + setting + "=" + right)
          .add(harm);
    }
  }
}
