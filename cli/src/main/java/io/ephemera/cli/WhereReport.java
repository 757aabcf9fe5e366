// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.NoPlaceException;
import io.ephemera.Place;
import io.ephemera.fs.Bytes;
import java.io.IOException;

/** How the answers of {@code ephemera where} are told. */
interface WhereReport {
  /**
   * There is a place.
   *
   * @param path what was asked for: the place, or a file in it
   */
  void place(WhereKind kind, Bytes path, Place place) throws IOException;

  /** There is none. */
  void none(WhereKind kind, NoPlaceException reason) throws IOException;

  /** That was all. */
  default void end(ExitCode code) throws IOException {}
}
