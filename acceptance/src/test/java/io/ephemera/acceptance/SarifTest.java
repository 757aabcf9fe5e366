// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.ephemera.testkit.TestFolder;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The documents of {@code --sarif} are valid by the schema that OASIS published for the format. */
class SarifTest {
  /** Findings about paths, lines of files and names that are not text, of each severity. */
  private static final String PREPARE =
      """
      cd "$1"
      umask 022
      mkdir -p etc/systemd/system etc/cron.daily etc/tmpfiles.d run
      mkdir -m 1777 tmp
      printf '[Service]\\nExecStart=/bin/shop\\nPIDFile=/tmp/shop.pid\\n' >etc/systemd/system/shop.service
      printf '#!/bin/sh\\ndate >/tmp/report.txt\\n' >etc/cron.daily/report
      printf 'd /tmp/shop 0777\\nd /var/run/old\\nnonsense\\n' >etc/tmpfiles.d/shop.conf
      text=$(printf 'a b%%\\303\\244\\377\\033"\\\\')
      echo text >"tmp/$text" && chmod 0666 "tmp/$text"
      """;

  private static JsonSchema schema() throws IOException {
    String path = "/schema/sarif-schema-2.1.0.json";
    try (InputStream in = SarifTest.class.getResourceAsStream(path)) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
          .getSchema(Objects.requireNonNull(in, path));
    }
  }

  private static Set<ValidationMessage> mistakes(String document) throws IOException {
    return schema()
        .validate(
            document,
            InputFormat.JSON,
            context -> context.getExecutionConfig().setFormatAssertionsEnabled(true));
  }

  private static String document(TestFolder image, String... arguments) {
    List<String> prepare = List.of("sh", "-euc", PREPARE, "sh", image.path().toString());
    Run prepared = Run.of(Map.of("PATH", Checkout.PATH), prepare);
    assertThat(prepared.exitCode()).as(prepared.err()).isZero();
    return Checkout.ephemera(arguments).out();
  }

  @Test
  void theDocumentOfAnAuditIsValid() throws IOException {
    try (TestFolder image = TestFolder.create()) {
      String document = document(image, "audit", "--sarif", "--root=" + image.path());

      assertThat(document)
          .contains("\"HA702\"", "\"HA705\"", "\"HA404\"", "\"TF012\"", "\"startLine\"", "%c3%a4");
      assertThat(mistakes(document)).isEmpty();
    }
  }

  @Test
  void theDocumentOfACheckIsValid() throws IOException {
    try (TestFolder image = TestFolder.create()) {
      String document = document(image, "tmpfiles", "--check", "--sarif", "--root=" + image.path());

      assertThat(document).contains("\"TF001\"", "\"TF012\"");
      assertThat(mistakes(document)).isEmpty();
    }
  }

  @Test
  void theSchemaRejectsOtherDocuments() throws IOException {
    try (TestFolder image = TestFolder.create()) {
      String document = document(image, "audit", "--sarif", "--root=" + image.path());

      assertThat(mistakes(document.replace("\"ruleId\"", "\"rule\""))).isNotEmpty();
      assertThat(mistakes(document.replace("\"level\" : \"error\"", "\"level\" : \"bad\"")))
          .isNotEmpty();
      assertThat(mistakes(document.replace("\"uri\" : \"tmp/", "\"uri\" : \"tmp/ <"))).isNotEmpty();
    }
  }
}
