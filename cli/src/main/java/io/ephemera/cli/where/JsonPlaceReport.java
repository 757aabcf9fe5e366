// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.where;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ephemera.NoPlaceException;
import io.ephemera.Place;
import io.ephemera.cli.command.ExitStatus;
import io.ephemera.cli.command.Output;
import io.ephemera.fs.Bytes;
import io.ephemera.report.JsonLines;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Places as lines of JSON, as {@code docs/json.md} describes them. */
final class JsonPlaceReport implements PlaceReport {
  private static final int SCHEMA = 1;

  private final JsonLines lines;
  private int places;

  JsonPlaceReport(Output output) throws IOException {
    this.lines = new JsonLines(output.data());
  }

  @Override
  public void place(PlaceKind kind, Bytes path, Place place) throws IOException {
    places++;
    line(
        "place",
        kind,
        json -> {
          json.writeStringField("path", path.toString());
          json.writeStringField("rule", TextPlaceReport.id(place.rule()));
          json.writeStringField("origin", place.origin());
          rejected(json, place.rejections());
          json.writeArrayFieldStart("cautions");
          for (String caution : place.cautions()) {
            json.writeString(caution);
          }
          json.writeEndArray();
          Optional<Place.Facts> facts = place.facts();
          if (facts.isPresent()) {
            facts(json, facts.get());
          }
        });
  }

  @Override
  public void none(PlaceKind kind, NoPlaceException reason) throws IOException {
    line(
        "no-place",
        kind,
        json -> {
          rejected(json, reason.rejections());
          json.writeStringField("advice", reason.advice());
        });
  }

  @Override
  public void refused(PlaceKind kind, Bytes path, IOException reason) throws IOException {
    line(
        "refused",
        kind,
        json -> {
          json.writeStringField("path", path.toString());
          json.writeStringField("reason", String.valueOf(reason.getMessage()));
        });
  }

  @Override
  public void end(ExitStatus status) throws IOException {
    lines.object(
        "summary",
        json -> {
          json.writeNumberField("schema", SCHEMA);
          json.writeNumberField("exitCode", status.code());
          json.writeNumberField("places", places);
        });
    lines.flush();
  }

  private void line(String type, PlaceKind kind, JsonLines.Fields fields) throws IOException {
    lines.object(
        type,
        json -> {
          json.writeStringField("kind", kind.id());
          fields.write(json);
        });
  }

  private static void rejected(JsonGenerator json, List<Place.Rejection> rejections)
      throws IOException {
    json.writeArrayFieldStart("rejected");
    for (Place.Rejection rejection : rejections) {
      json.writeStartObject();
      json.writeStringField("path", rejection.path());
      json.writeStringField("origin", rejection.origin());
      json.writeStringField("reason", rejection.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void facts(JsonGenerator json, Place.Facts facts) throws IOException {
    json.writeObjectFieldStart("fileSystem");
    json.writeStringField("type", facts.fileSystem());
    if (facts.freeBytes().isPresent() && facts.sizeBytes().isPresent()) {
      json.writeNumberField("freeBytes", facts.freeBytes().getAsLong());
      json.writeNumberField("sizeBytes", facts.sizeBytes().getAsLong());
    }
    json.writeBooleanField("inMemory", facts.inMemory());
    json.writeBooleanField("noExec", facts.noExec());
    json.writeBooleanField("readOnly", facts.readOnly());
    json.writeBooleanField("remote", facts.remote());
    json.writeBooleanField("privateTmp", facts.privateTmp());
    json.writeEndObject();
  }
}
