// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.services;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.DirectoryStream;
import io.ephemera.fs.Name;
import io.ephemera.host.files.Folder;
import io.ephemera.host.files.RootFiles;
import io.ephemera.tmpfiles.language.Accounts;
import java.io.IOException;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;

/** The users whose services run without a session: {@code loginctl enable-linger}, loginctl(1). */
final class Lingering {
  private static final BytePath PLACE = BytePath.of("/var/lib/systemd/linger");

  private final Set<Integer> uids = new HashSet<>();
  private boolean isComplete = true;

  private Lingering() {}

  static Lingering read(RootFiles files, Accounts accounts) {
    Lingering read = new Lingering();
    try (Folder folder = files.openIfExists(PLACE)) {
      if (folder != null) {
        read.add(folder.entries(), accounts);
      }
    } catch (IOException e) {
      read.isComplete = false;
    }
    return read;
  }

  private void add(DirectoryStream entries, Accounts accounts) throws IOException {
    Name name = entries.next();
    while (name != null) {
      OptionalInt uid = accounts.user(name.bytes().latin1());
      if (uid.isPresent()) {
        boolean ignored = uids.add(uid.getAsInt());
      }
      name = entries.next();
    }
  }

  /** When the runtime directory of a user is removed. */
  RemovedAt of(int uid) {
    if (uids.contains(uid)) {
      return RemovedAt.BOOT;
    }
    return isComplete ? RemovedAt.LOGOUT : RemovedAt.UNKNOWN;
  }
}
