// SPDX-License-Identifier: Apache-2.0
package io.ephemera.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every block of Java in README and docs compiles against the library as it is. */
class SnippetsTest {
  private static final Pattern BLOCK =
      Pattern.compile("^```java\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  /** What the snippets may use without declaring it. */
  private static final String FRAME =
      """
      import io.ephemera.*;
      import java.io.*;
      import java.net.*;
      import java.nio.*;
      import java.nio.channels.*;
      import java.nio.charset.StandardCharsets;
      import java.nio.file.*;
      import java.nio.file.attribute.*;
      import java.time.*;

      class Snippet {
        Places places;
        Path target;
        Path socket;
        Path pidFile;
        String report;
        long uid;
        ServerSocketChannel server;

        void run() throws Exception {
      SNIPPET
        }
      }
      """;

  @TempDir Path classes;

  @TestFactory
  Stream<DynamicTest> everySnippetCompiles() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path page : pages()) {
      Matcher blocks = BLOCK.matcher(Files.readString(page));
      while (blocks.find()) {
        String snippet = blocks.group(1);
        String name = page.getFileName() + ": " + snippet.lines().findFirst().orElse("");
        tests.add(DynamicTest.dynamicTest(name, () -> assertThat(mistakes(snippet)).isEmpty()));
      }
    }
    assertThat(tests).hasSizeGreaterThan(20);
    return tests.stream();
  }

  @Test
  void aSnippetThatDoesNotCompileIsFound() {
    assertThat(mistakes("places.runtime().path().nowhere();")).contains("nowhere");
  }

  private static List<Path> pages() throws IOException {
    Path home = Checkout.file("");
    try (Stream<Path> docs = Files.list(home.resolve("docs"))) {
      return Stream.concat(
              docs.filter(page -> page.toString().endsWith(".md")),
              Stream.of(home.resolve("README.md")))
          .sorted()
          .toList();
    }
  }

  /** What the compiler says of a snippet; nothing when it is right. */
  private String mistakes(String snippet) {
    JavaCompiler compiler = requireNonNull(ToolProvider.getSystemJavaCompiler());
    JavaFileObject source =
        new SimpleJavaFileObject(URI.create("string:///Snippet.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return FRAME.replace("SNIPPET", snippet);
          }
        };
    StringWriter said = new StringWriter();
    List<String> options =
        List.of(
            "-d",
            classes.toString(),
            "-classpath",
            Checkout.file("library/target/classes").toString());
    boolean right = compiler.getTask(said, null, null, options, null, List.of(source)).call();
    return right ? "" : said.toString();
  }
}
