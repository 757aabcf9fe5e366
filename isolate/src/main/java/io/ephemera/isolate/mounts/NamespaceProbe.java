// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.SystemCallException;
import io.ephemera.process.ChildProcess;
import io.ephemera.process.KernelFiles;
import io.ephemera.process.Namespaces;
import io.ephemera.process.SignalRelay;
import io.ephemera.process.Users;
import java.util.ArrayList;
import java.util.List;

/** Tries which namespaces this process may have. */
final class NamespaceProbe {
  private static final int LONGEST_MESSAGE = 4096;

  /** Its standard error is a file, so that a refusal is not printed. */
  private static final String QUIETLY = "exec \"$@\" 2>/proc/self/fd/";

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

  NamespaceAccess run() {
    if (Namespaces.mayHaveMounts()) {
      return new NamespaceAccess.Own();
    }
    if (Users.effectiveUid() == 0) {
      return new NamespaceAccess.Forbidden("root has no CAP_SYS_ADMIN here, as in most containers");
    }
    return tryUserNamespace();
  }

  private NamespaceAccess tryUserNamespace() {
    try (OpenFile said = OpenFile.createAnonymous("unshare")) {
      said.letChildrenInherit();
      int status =
          ChildProcess.start(words(said.descriptor()), ENVIRONMENT, SignalRelay.none()).await();
      if (status == 0) {
        return new NamespaceAccess.UserNamespace();
      }
      return new NamespaceAccess.Forbidden(reason(said.read(0, LONGEST_MESSAGE)));
    } catch (SystemCallException e) {
      return new NamespaceAccess.Forbidden("no user namespace: " + e.getMessage());
    }
  }

  private static List<Bytes> words(int error) {
    List<Bytes> words = new ArrayList<>();
    for (String word : List.of("/bin/sh", "-c", QUIETLY + error, "sh")) {
      words.add(Bytes.latin1(word));
    }
    words.addAll(SecondStage.UNSHARE);
    words.add(Bytes.latin1("true"));
    return words;
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
