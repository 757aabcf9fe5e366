// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.where;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ephemera.NoPlaceException;
import io.ephemera.Place;
import io.ephemera.cli.command.ExitStatus;
import io.ephemera.cli.command.Output;
import io.ephemera.fs.Bytes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Places as lines of JSON, as {@code docs/json.md} describes them. */
final class JsonPlaceReport implements PlaceReport {
  private static final int SCHEMA = 1;

  private final JsonGenerator json;
  private int places;

  JsonPlaceReport(Output output) throws IOException {
    this.json = new JsonFactory().createGenerator(output.data());
    json.setRootValueSeparator(null);
  }

  @Override
  public void place(PlaceKind kind, Bytes path, Place place) throws IOException {
    places++;
    start("place", kind);
    json.writeStringField("path", path.toString());
    json.writeStringField("rule", TextPlaceReport.id(place.rule()));
    json.writeStringField("origin", place.origin());
    rejected(place.rejections());
    Optional<Place.Facts> facts = place.facts();
    if (facts.isPresent()) {
      facts(facts.get());
    }
    endLine();
  }

  @Override
  public void none(PlaceKind kind, NoPlaceException reason) throws IOException {
    start("no-place", kind);
    rejected(reason.rejections());
    json.writeStringField("advice", reason.advice());
    endLine();
  }

  @Override
  public void refused(PlaceKind kind, Bytes path, IOException reason) throws IOException {
    start("refused", kind);
    json.writeStringField("path", path.toString());
    json.writeStringField("reason", String.valueOf(reason.getMessage()));
    endLine();
  }

  @Override
  public void end(ExitStatus status) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", "summary");
    json.writeNumberField("schema", SCHEMA);
    json.writeNumberField("exitCode", status.code());
    json.writeNumberField("places", places);
    endLine();
    json.flush();
  }

  private void start(String type, PlaceKind kind) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", type);
    json.writeStringField("kind", kind.id());
  }

  private void endLine() throws IOException {
    json.writeEndObject();
    json.writeRaw('\n');
  }

  private void rejected(List<Place.Rejection> rejections) throws IOException {
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

  private void facts(Place.Facts facts) throws IOException {
    json.writeObjectFieldStart("fileSystem");
    json.writeStringField("type", facts.fileSystem());
    json.writeNumberField("freeBytes", facts.freeBytes());
    json.writeNumberField("sizeBytes", facts.sizeBytes());
    json.writeBooleanField("inMemory", facts.inMemory());
    json.writeBooleanField("noExec", facts.noExec());
    json.writeBooleanField("readOnly", facts.readOnly());
    json.writeBooleanField("remote", facts.remote());
    json.writeBooleanField("privateTmp", facts.privateTmp());
    json.writeEndObject();
  }
}
