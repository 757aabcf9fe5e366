// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.SystemCallException;
import io.ephemera.process.ChildProcess;
import io.ephemera.process.KernelFiles;
import io.ephemera.process.SignalRelay;
import io.ephemera.process.StandardDescriptors;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tries a user namespace in a child process. */
final class NamespaceProbe {
  private static final int LONGEST_MESSAGE = 4096;

  private static final List<Bytes> ENVIRONMENT =
      List.of(Bytes.latin1("PATH=/usr/sbin:/usr/bin:/sbin:/bin"), Bytes.latin1("LC_ALL=C"));

  private final KernelFiles kernel;

  NamespaceProbe() {
    this(new KernelFiles());
  }

  /** For another kernel. */
  NamespaceProbe(KernelFiles kernel) {
    this.kernel = kernel;
  }

  /**
   * Starts it.
   *
   * @param said gets its standard error, so that a refusal is not printed
   */
  static ChildProcess start(OpenFile said) throws SystemCallException {
    List<Bytes> words = new ArrayList<>(SecondStage.UNSHARE);
    words.add(Bytes.latin1("true"));
    List<@Nullable OpenFile> streams = new ArrayList<>();
    streams.add(null);
    streams.add(null);
    streams.add(said);
    try (StandardDescriptors _ = StandardDescriptors.replace(streams)) {
      return ChildProcess.start(words, ENVIRONMENT, SignalRelay.none());
    }
  }

  /** Why it failed. */
  String reason(OpenFile said) throws SystemCallException {
    return reason(said.read(0, LONGEST_MESSAGE));
  }

  /** Why the kernel or the system forbids it, from the settings that are known to do so. */
  String reason(Bytes said) {
    if (isSet("/proc/sys/user/max_user_namespaces", "0")) {
      return "user namespaces are off: the sysctl user.max_user_namespaces is 0";
    }
    if (isSet("/proc/sys/kernel/unprivileged_userns_clone", "0")) {
      return "user namespaces are off: the sysctl kernel.unprivileged_userns_clone is 0";
    }
    if (isSet("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1")) {
      return "AppArmor restricts user namespaces: the sysctl"
          + " kernel.apparmor_restrict_unprivileged_userns is 1";
    }
    return "no user namespace, as in most containers and after chroot(2): "
        + Bytes.latin1(said.latin1().trim());
  }

  private boolean isSet(String setting, String value) {
    return kernel.text(setting).trim().equals(value);
  }
}
