// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.audit.facts.Sighting;
import io.ephemera.fs.FileType;
import io.ephemera.host.processes.HostProcess;
import io.ephemera.host.uses.FileId;
import io.ephemera.host.uses.Use;
import io.ephemera.host.uses.UseDetail;
import io.ephemera.host.uses.UseTable;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import java.util.List;

/** HA308: any user can connect to the socket of a program that does not ask who it is. */
final class OpenSocket implements EntryCheck {
  private static final Rule RULE =
      Check.rule(
          "HA308",
          "open-socket",
          Severity.WARNING,
          "Any user can connect to a socket of a program that may not ask who connects",
          732);

  private static final int OTHERS_WRITE = 2;

  /** A name of this length may go on with letters: {@code systemd-logind}, {@code mysqld}. */
  private static final int LONG = 5;

  /** The beginnings of names of programs that ask the kernel or a password for who connects. */
  private static final List<String> ASKING =
      List.of(
          "(sd",
          "accounts-daemon",
          "acpid",
          "agetty",
          "avahi",
          "chronyd",
          "clamd",
          "colord",
          "cupsd",
          "dbus",
          "dnsmasq",
          "dovecot",
          "exim",
          "fail2ban",
          "fwupd",
          "gdm",
          "gssproxy",
          "init",
          "irqbalance",
          "libvirt",
          "lightdm",
          "lvm",
          "lvmpolld",
          "mariadb",
          "master",
          "multipathd",
          "mysql",
          "NetworkManager",
          "nscd",
          "nslcd",
          "oddjobd",
          "openrc",
          "pcscd",
          "pipewire",
          "polkitd",
          "postgres",
          "postmaster",
          "pulseaudio",
          "rpcbind",
          "rsyslog",
          "saslauthd",
          "sddm",
          "snapd",
          "sssd",
          "supervise",
          "syslog",
          "systemd",
          "tailscaled",
          "tor",
          "unscd",
          "upowerd",
          "uuidd",
          "virtlockd",
          "virtlogd",
          "virtqemud",
          "winbindd",
          "X",
          "Xorg",
          "Xvfb",
          "Xwayland",
          "xdm");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public boolean isForImages() {
    return false;
  }

  @Override
  public void begin(Facts facts) {
    UseTable ignored = facts.uses(); // before the walk
  }

  @Override
  public void look(Sighting seen, Facts facts, Findings findings) {
    boolean open =
        seen.stat().type() == FileType.SOCKET
            && (seen.stat().mode() & OTHERS_WRITE) != 0
            && seen.in().reachable();
    if (!open) {
      return;
    }
    for (Use use : facts.uses().of(FileId.of(seen.stat()))) {
      HostProcess process = use.process();
      if (process != null
          && use.detail() instanceof UseDetail.Socket socket
          && socket.listens()
          && !asks(process)) {
        findings
            .of(RULE, seen.path())
            .seen(seen.stat())
            .seen(Shown.process(process) + " listens on it")
            .ofUnit(process.placement().systemUnit())
            .fix("chmod o-w " + Shown.word(seen.path()) + "   # and in the setting of the program")
            .add("any user can send commands to it");
        return;
      }
    }
  }

  private static boolean asks(HostProcess process) {
    String name = process.name().latin1();
    return ASKING.stream().anyMatch(known -> isOf(name, known));
  }

  /** A whole name, or one that goes on after a dash, a colon or the like: {@code dbus-daemon}. */
  private static boolean isOf(String name, String known) {
    return name.startsWith(known)
        && (name.length() == known.length()
            || !Character.isLetter(name.charAt(known.length()))
            || known.length() >= LONG);
  }
}
