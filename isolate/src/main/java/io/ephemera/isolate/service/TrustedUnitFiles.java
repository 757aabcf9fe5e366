// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.service;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import io.ephemera.isolate.files.TrustedFile;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.units.UnitFiles;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Unit and environment files, each of which only root or the caller can have written. */
final class TrustedUnitFiles implements UnitFiles {
  @Override
  public @Nullable Bytes readIfExists(BytePath path) throws RunException {
    return TrustedFile.readIfExists(path);
  }

  @Override
  public List<Name> list(BytePath directory) throws RunException {
    return TrustedFile.list(directory);
  }

  @Override
  public BytePath realPath(BytePath path) throws RunException {
    return TrustedFile.realPath(path);
  }
}
