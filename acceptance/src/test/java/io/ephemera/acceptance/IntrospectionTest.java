// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The command line as JSON has the form of the peer's, and all of its options. */
class IntrospectionTest {
  private static final Pattern OPTION =
      Pattern.compile(
          """
          {"names":(\\[[^]]*\\]),("argument":"\\w+"(?:,"metavar":"\\w+")?)(?:,"help":"[^"]*")?,"group":\\["[^"]*"\\]},?\
          """
              .replace("{", "\\{"));

  @Test
  void allOptionsOfThePeerAreThereAndTakeWhatTheyTakeThere() {
    List<String> theirs = options(theirs());

    assertThat(theirs)
        .contains("[\"--root\"] \"argument\":\"required_argument\",\"metavar\":\"PATH\"")
        .hasSizeGreaterThan(20);
    assertThat(options(ours())).containsAll(theirs);
  }

  @Test
  void formIsThatOfThePeer() {
    assertThat(form(ours()))
        .isEqualTo(form(theirs()))
        .contains("\"options\":[]")
        .contains("\"features\":[]");
  }

  private static String ours() {
    Run run = Checkout.ephemera("tmpfiles", "--introspect-cli");
    assertThat(run).returns(0, Run::exitCode).returns("", Run::err);
    return run.out();
  }

  private static String theirs() {
    return Run.of(Map.of(), List.of(Peers.systemdTmpfiles().toString(), "--introspect-cli")).out();
  }

  private static List<String> options(String json) {
    return OPTION.matcher(json).results().map(IntrospectionTest::signature).toList();
  }

  private static String signature(MatchResult option) {
    return option.group(1) + " " + option.group(2);
  }

  /** All but the options and what each program says of itself. */
  private static String form(String json) {
    return OPTION
        .matcher(json)
        .replaceAll("")
        .replaceAll("\"(project|version)\":\"[^\"]+\"", "\"$1\":\"\"")
        .replaceAll("\"features\":\\[[^]]*\\]", "\"features\":[]")
        .replaceAll("\"abstract\":\\[\"[^\"]+\"\\]", "\"abstract\":[\"\"]");
  }
}
