// SPDX-License-Identifier: Apache-2.0
package io.ephemera.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;

/** Objects of JSON, a line each; the first field of each is its type. Not thread-safe. */
public final class JsonLines {
  private static final int SCHEMA = 1;

  private final JsonGenerator json;

  /**
   * Lines on a stream.
   *
   * @param output flushed when asked for, never closed
   * @throws IOException if it cannot be written
   */
  public JsonLines(OutputStream output) throws IOException {
    this.json = new JsonFactory().createGenerator(output);
    json.setRootValueSeparator(null);
  }

  /** Writes the fields of an object. */
  public interface Fields {
    /**
     * Writes them.
     *
     * @throws IOException if they cannot be written
     */
    void write(JsonGenerator json) throws IOException;
  }

  /**
   * Writes an object.
   *
   * @throws IOException if it cannot be written
   */
  public void object(String type, Fields fields) throws IOException {
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
    flush();
  }

  /**
   * Passes on what is buffered.
   *
   * @throws IOException if it cannot be written
   */
  public void flush() throws IOException {
    json.flush();
  }
}
