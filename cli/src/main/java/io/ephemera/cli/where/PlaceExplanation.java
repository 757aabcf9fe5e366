// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.where;

import io.ephemera.NoPlaceException;
import io.ephemera.Place;
import io.ephemera.cli.command.Output;
import io.ephemera.fs.ByteSize;
import io.ephemera.fs.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A place with the rule that decided, the rejected places, and the file system. */
final class PlaceExplanation implements PlaceReport {
  private final Output output;

  PlaceExplanation(Output output) {
    this.output = output;
  }

  @Override
  public void place(PlaceKind kind, Bytes path, Place place) {
    output.print(TextPlaceReport.column(kind.id()) + path + "\n");
    line("from", place.origin() + " (" + TextPlaceReport.id(place.rule()) + ")");
    place.facts().ifPresent(facts -> line("on", words(facts)));
    for (String caution : place.cautions()) {
      line("but", "it " + caution);
    }
    for (Place.Rejection rejection : place.rejections()) {
      line("not", rejection.toString());
    }
  }

  @Override
  public void refused(PlaceKind kind, Bytes path, IOException reason) {
    output.say("ephemera where: " + reason.getMessage());
  }

  @Override
  public void none(PlaceKind kind, NoPlaceException reason) {
    output.print(TextPlaceReport.column(kind.id()) + "none\n");
    for (Place.Rejection rejection : reason.rejections()) {
      line("not", rejection.toString());
    }
    line("do", reason.advice());
  }

  private void line(String what, String words) {
    output.print(TextPlaceReport.column("") + what + " " + words + "\n");
  }

  private static String words(Place.Facts facts) {
    List<String> words = new ArrayList<>();
    words.add(facts.fileSystem());
    if (facts.freeBytes().isPresent() && facts.sizeBytes().isPresent()) {
      long free = facts.freeBytes().getAsLong() / ByteSize.MIB;
      words.add(free + " of " + facts.sizeBytes().getAsLong() / ByteSize.MIB + " MiB free");
    }
    add(words, facts.inMemory(), "in memory");
    add(words, facts.noExec(), "noexec");
    add(words, facts.readOnly(), "read-only");
    add(words, facts.remote(), "shared with other machines");
    add(words, facts.privateTmp(), "private to this service");
    return String.join(", ", words);
  }

  private static void add(List<String> words, boolean isSo, String word) {
    if (isSo) {
      words.add(word);
    }
  }
}
