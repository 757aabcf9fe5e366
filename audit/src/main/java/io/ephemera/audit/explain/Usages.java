// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.explain;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.SystemCallException;
import io.ephemera.host.uses.FileId;
import io.ephemera.host.uses.Use;
import io.ephemera.host.uses.UseTable;
import io.ephemera.host.uses.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds who uses a path, and what is in it. */
final class Usages {
  private Usages() {}

  static Explanation.Usage of(BytePath path, Foreseen found) throws SystemCallException {
    Map<FileId, BytePath> files = found.files();
    Wanted wanted = Wanted.files(files.keySet()).andDeletedBelow(path);
    UseTable table = UseTable.scan(found.hasSockets() ? wanted : wanted.withoutSockets());
    List<Holder> holders = new ArrayList<>();
    files.forEach((file, at) -> {
      for (Use use : table.of(file)) {
        holders.add(new Holder(at, use));
      }
    });
    return new Explanation.Usage(
        holders, table.deletedBelow(path), table.coverage(), found.complete());
  }
}
