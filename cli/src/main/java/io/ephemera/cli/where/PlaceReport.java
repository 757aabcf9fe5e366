// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.where;

import io.ephemera.NoPlaceException;
import io.ephemera.Place;
import io.ephemera.cli.command.ExitStatus;
import io.ephemera.fs.Bytes;
import java.io.IOException;

/** Prints the answers of {@code ephemera where}. */
interface PlaceReport {
  /**
   * Prints a place.
   *
   * @param path the place, or the file in it that was asked for
   */
  void place(PlaceKind kind, Bytes path, Place place) throws IOException;

  /** Prints that no place is suitable. */
  void none(PlaceKind kind, NoPlaceException reason) throws IOException;

  /** Prints that a place could not be created. */
  void refused(PlaceKind kind, Bytes path, IOException reason) throws IOException;

  /** Prints what comes last. */
  default void end(ExitStatus status) throws IOException {}
}
