// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.where;

import io.ephemera.NoPlaceException;
import io.ephemera.Place;
import io.ephemera.cli.command.Output;
import io.ephemera.fs.Bytes;
import java.io.IOException;
import java.util.Locale;

/** A path, byte for byte, for scripts; or a human-readable table. */
final class TextPlaceReport implements PlaceReport {
  private static final int WIDTH = 10;

  private final Output output;
  private final boolean isTable;

  TextPlaceReport(Output output, boolean isTable) {
    this.output = output;
    this.isTable = isTable;
  }

  @Override
  public void place(PlaceKind kind, Bytes path, Place place) {
    if (isTable) {
      output.print(column(kind.id()) + path + "  (" + place.origin() + ")\n");
    } else {
      output.print(path.plus(Bytes.latin1("\n")));
    }
  }

  @Override
  public void refused(PlaceKind kind, Bytes path, IOException reason) {
    output.say("ephemera where: " + reason.getMessage());
  }

  @Override
  public void none(PlaceKind kind, NoPlaceException reason) {
    if (isTable) {
      String last = reason.rejections().getLast().toString();
      output.print(column(kind.id()) + "none: " + last + "\n");
    } else {
      output.say("ephemera where: " + reason.getMessage());
    }
  }

  static String column(String text) {
    return text + " ".repeat(Math.max(1, WIDTH - text.length()));
  }

  /** A rule's name: {@code service-manager}. */
  static String id(Place.Rule rule) {
    return rule.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
