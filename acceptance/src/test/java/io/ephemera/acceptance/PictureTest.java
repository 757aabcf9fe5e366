// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The moving picture of README shows what the program does; packaging/picture makes it again. */
class PictureTest {
  private static final Path TEXT = Checkout.file("docs/demo.txt");
  private static final Path PICTURE = Checkout.file("docs/demo.svg");
  private static final int CANNOT_RUN = 3;

  @Test
  void itsTextIsWhatTheProgramPrintsNow() throws IOException {
    Run run =
        Checkout.run(
            Map.of("PATH", Checkout.PATH), Checkout.file("packaging/picture"), "--transcript");
    Assumptions.assumeTrue(run.exitCode() != CANNOT_RUN, run.err().strip());

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo(Files.readString(TEXT, StandardCharsets.ISO_8859_1));
  }

  @Test
  void itEndsWithTheWholeTextOnTheScreen() throws Exception {
    List<String> expected = new ArrayList<>(Files.readAllLines(TEXT));
    expected.removeIf(String::isEmpty);
    expected.add("$");

    assertThat(lastScreen(picture())).isEqualTo(expected);
  }

  @Test
  void itRunsNoScriptAndLoadsNothing() throws Exception {
    Document picture = picture();

    assertThat(picture.getElementsByTagName("script").getLength()).isZero();
    assertThat(picture.getElementsByTagName("image").getLength()).isZero();
    assertThat(Files.readString(PICTURE)).doesNotContain("url(", "@import").contains("@keyframes");
  }

  /** The lines that are not empty, from top to bottom. */
  private static List<String> lastScreen(Document picture) {
    Map<String, String> lines = new HashMap<>();
    Element last = picture.getDocumentElement();
    NodeList groups = picture.getElementsByTagName("g");
    for (int i = 0; i < groups.getLength(); i++) {
      Element group = (Element) groups.item(i);
      lines.put("#" + group.getAttribute("id"), line(group));
      last = group;
    }
    Map<Integer, String> screen = new TreeMap<>();
    NodeList uses = last.getElementsByTagName("use");
    for (int i = 0; i < uses.getLength(); i++) {
      Element use = (Element) uses.item(i);
      screen.put(Integer.valueOf(use.getAttribute("y")), lines.get(use.getAttribute("xlink:href")));
    }
    return List.copyOf(screen.values());
  }

  private static String line(Element group) {
    StringBuilder line = new StringBuilder();
    NodeList texts = group.getElementsByTagName("text");
    for (int i = 0; i < texts.getLength(); i++) {
      line.append(texts.item(i).getTextContent());
    }
    return line.toString().stripTrailing();
  }

  private static Document picture() throws IOException, ParserConfigurationException, SAXException {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(PICTURE.toFile());
  }
}
