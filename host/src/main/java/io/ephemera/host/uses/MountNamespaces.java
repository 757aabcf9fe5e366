// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import io.ephemera.host.processes.HostProcess;
import io.ephemera.host.processes.ProcessDirectory;
import io.ephemera.process.MountInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The mount namespaces that processes are in, each read once: told by its number, or by the text of
 * its mounts where the number may not be seen. Thread-safe.
 */
final class MountNamespaces {
  private static final String MOUNTS = "mountinfo";
  private static final byte[] ROOT = {'r', 'o', 'o', 't'};

  /**
   * One of them.
   *
   * @param pid a process in it
   * @param process that process, as far as it could be read
   */
  record Namespace(int pid, @Nullable HostProcess process, NamespaceMounts mounts) {}

  private final boolean fuseNeedsNoAnswer;
  private final Map<Object, Namespace> known = new HashMap<>();

  /** Knows none yet; see {@link NamespaceMounts}. */
  MountNamespaces(boolean fuseNeedsNoAnswer) {
    this.fuseNeedsNoAnswer = fuseNeedsNoAnswer;
  }

  /** The mounts of a process; null if they cannot be read. */
  @Nullable NamespaceMounts of(ProcessDirectory process) {
    long number = process.namespace("mnt");
    Namespace namespace = number == 0 ? null : find(number);
    if (namespace != null) {
      return namespace.mounts();
    }
    String text = process.text(MOUNTS);
    if (text == null) {
      return null;
    }
    if (number != 0 && changedItsRoot(process)) {
      return new NamespaceMounts(
          MountInfo.parse(text), fuseNeedsNoAnswer); // not all of the namespace
    }
    Object key = number == 0 ? text : number;
    namespace = find(key);
    return namespace == null ? add(key, process, text) : namespace.mounts();
  }

  /** The list of such a process lacks the mounts outside of its root directory. */
  private static boolean changedItsRoot(ProcessDirectory process) {
    return process.link(ROOT, new byte[2]) > 1;
  }

  private synchronized @Nullable Namespace find(Object key) {
    return known.get(key);
  }

  private NamespaceMounts add(Object key, ProcessDirectory process, String text) {
    NamespaceMounts mounts = new NamespaceMounts(MountInfo.parse(text), fuseNeedsNoAnswer);
    HostProcess inhabitant = HostProcess.read(process);
    synchronized (this) {
      known.putIfAbsent(key, new Namespace(process.pid(), inhabitant, mounts));
    }
    return mounts;
  }

  /** All that were read. */
  synchronized List<Namespace> all() {
    return new ArrayList<>(known.values());
  }
}
