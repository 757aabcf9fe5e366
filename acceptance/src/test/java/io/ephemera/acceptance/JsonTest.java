// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code --json} has the form that docs/json.md describes. */
class JsonTest {
  private static final List<String> PROBLEM =
      List.of("type", "level", "file", "line", "column", "message");
  private static final List<String> OUTCOME =
      List.of(
          "type",
          "result",
          "operation",
          "path",
          "detail",
          "origin",
          "reason",
          "errno",
          "tolerated");
  private static final List<String> SUMMARY =
      List.of("type", "schema", "exitCode", "problems", "outcomes", "entries", "stopped");

  private final TestFolder root = TestFolder.create();

  @AfterEach
  void close() {
    root.close();
  }

  private Run run(String... lines) {
    List<String> arguments =
        new ArrayList<>(List.of("tmpfiles", "--create", "--remove", "--json", "--inline"));
    arguments.add("--root=" + root.path());
    arguments.addAll(List.of(lines));
    return Checkout.ephemera(Map.of("LANG", "C"), arguments.toArray(String[]::new));
  }

  private static final String[] SOMETHING_OF_EVERYTHING = {
    "d /a 0700",
    "d /there",
    "f- /dir",
    "d /f",
    "d /a/../b",
    "r /there",
    "d /x 0999",
    "d /there 0700",
    "f /\\xff\\n\\\" 0600",
    "f+ /g 0600"
  };

  @Test
  void everyLineIsAnObjectInTheDocumentedForm() {
    Tree.build("dir/\nf\ng \"old\"\nthere/\nthere/x\n", root.path());

    Run run = run(SOMETHING_OF_EVERYTHING);

    assertThat(run.err()).isEmpty();
    assertThat(run.out().replace(root.path().toString(), "ROOT"))
        .isEqualTo(
            """
            {"type":"problem","level":"error","file":"(argument)","line":7,"column":7,"message":"invalid mode '0999': expected an octal number up to 7777, optionally after '~' or ':'"}
            {"type":"problem","level":"notice","file":"(argument)","line":8,"column":1,"message":"duplicate line for '/there': conflicts with (argument):2:1, which takes precedence; ignored"}
            {"type":"outcome","result":"failed","operation":"remove","path":"ROOT/there","origin":"(argument):6","reason":"remove directory there: Directory not empty","errno":"ENOTEMPTY","tolerated":false}
            {"type":"outcome","result":"done","operation":"create-directory","path":"ROOT/a","origin":"(argument):1"}
            {"type":"outcome","result":"already-right","operation":"create-directory","path":"ROOT/there","origin":"(argument):2"}
            {"type":"outcome","result":"failed","operation":"create-file","path":"ROOT/dir","origin":"(argument):3","reason":"a directory is in the way","errno":"","tolerated":true}
            {"type":"outcome","result":"skipped","operation":"create-directory","path":"ROOT/f","origin":"(argument):4","reason":"a regular file is in the way"}
            {"type":"outcome","result":"refused","operation":"create-directory","path":"ROOT/a/../b","origin":"(argument):5","reason":"the path contains \\"..\\"","tolerated":false}
            {"type":"outcome","result":"done","operation":"create-file","path":"ROOT/\\\\xff\\\\n\\"","origin":"(argument):9"}
            {"type":"outcome","result":"done","operation":"write","path":"ROOT/g","origin":"(argument):10"}
            {"type":"outcome","result":"done","operation":"change-mode","path":"ROOT/g","detail":"0600","origin":"(argument):10"}
            {"type":"outcome","result":"already-right","operation":"create-file","path":"ROOT/g","origin":"(argument):10"}
            {"type":"summary","schema":1,"exitCode":65,"problems":2,"outcomes":{"already-right":2,"done":4,"failed":2,"refused":1,"skipped":1},"entries":{"seen":0,"removed":0,"bytesFreed":0},"stopped":false}
            """);
  }

  @Test
  void everyObjectHasOnlyFieldsOfItsType() throws IOException {
    Tree.build("dir/\nf\ng \"old\"\nthere/\nthere/x\n", root.path());

    List<Map<String, String>> objects = new ArrayList<>();
    for (String line : run(SOMETHING_OF_EVERYTHING).out().lines().toList()) {
      objects.add(parse(line));
    }

    for (Map<String, String> object : objects) {
      String type = object.getOrDefault("type", "");
      List<String> known =
          type.equals("\"problem\"") ? PROBLEM : type.equals("\"outcome\"") ? OUTCOME : SUMMARY;
      assertThat(known).containsAll(object.keySet());
    }
    assertThat(objects.getLast())
        .containsEntry("type", "\"summary\"")
        .containsEntry("schema", "1")
        .containsEntry("exitCode", "65")
        .containsKeys(SUMMARY.toArray(String[]::new));
    assertThat(objects.subList(0, objects.size() - 1))
        .noneMatch(object -> object.getOrDefault("type", "").equals("\"summary\""));
  }

  /** The fields of one object with their values as JSON; a nested object is its first character. */
  private static Map<String, String> parse(String line) throws IOException {
    Map<String, String> fields = new TreeMap<>();
    byte[] utf8 = line.getBytes(StandardCharsets.ISO_8859_1);
    try (JsonParser parser = new JsonFactory().createParser(utf8)) {
      assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        String text =
            value == JsonToken.VALUE_STRING ? '"' + parser.getText() + '"' : parser.getText();
        assertThat(fields.put(name, text)).as("twice: " + name).isNull();
        parser.skipChildren();
      }
      assertThat(parser.nextToken()).isNull();
    }
    return fields;
  }
}
