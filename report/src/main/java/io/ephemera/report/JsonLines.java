// SPDX-License-Identifier: Apache-2.0
package io.ephemera.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;

/** Objects of JSON, a line each; the first field of each is its type. */
final class JsonLines {
  private static final int SCHEMA = 1;

  private final JsonGenerator json;

  JsonLines(OutputStream output) throws IOException {
    this.json = new JsonFactory().createGenerator(output);
    json.setRootValueSeparator(null);
  }

  /** Writes the fields of an object. */
  interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  void object(String type, Fields fields) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", type);
    fields.write(json);
    json.writeEndObject();
    json.writeRaw('\n');
  }

  /** Writes the last object and flushes. */
  void summary(int exitStatus, Fields fields) throws IOException {
    object(
        "summary",
        json -> {
          json.writeNumberField("schema", SCHEMA);
          json.writeNumberField("exitCode", exitStatus);
          fields.write(json);
        });
    json.flush();
  }
}
