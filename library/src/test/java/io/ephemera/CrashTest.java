// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a process leaves that is killed, kill -9, where it says that it is. */
class CrashTest extends TemporaryTestCase {
  /** What it makes; the names that are there while it lives; those after it was killed. */
  @ParameterizedTest
  @CsvSource({
    "unnamed, 0, 0",
    "named, 1, 1",
    "directory, 1, 1",
    "pending, 0, 0",
    "replacing, 1, 1",
  })
  void sweepRemovesWhatACrashLeft(String what, int living, int dead) throws Exception {
    try (Child child = Child.start(Child.command(Victim.class, what, path("").toString()))) {
      assertThat(child.said()).isEqualTo("made");
      assertThat(names()).hasSize(living);
      assertThat(Sweeper.sweep(place()).removed()).isEmpty();
      assertThat(Sweeper.sweep(place()).held()).hasSize(living);
      child.kill();
    }
    assertThat(names()).hasSize(dead);

    assertThat(Sweeper.sweep(place()).removed()).hasSize(dead);

    assertThat(names()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"pending", "replacing"})
  void crashLeavesTheOldContentWhole(String what) throws Exception {
    build("target \"old\"\n");
    try (Child child = Child.start(Child.command(Victim.class, what, path("").toString()))) {
      assertThat(child.said()).isEqualTo("made");
      child.kill();
    }
    assertThat(Sweeper.sweep(place()).failed()).isEmpty();
    assertThat(tree()).isEqualTo("target \"old\"\n");
  }

  @ParameterizedTest
  @CsvSource({"published"})
  void publishedFileSurvivesACrash(String what) throws Exception {
    try (Child child = Child.start(Child.command(Victim.class, what, path("").toString()))) {
      assertThat(child.said()).isEqualTo("made");
      child.kill();
    }
    assertThat(Sweeper.sweep(place()).removed()).isEmpty();
    assertThat(path("target")).hasSize(1 << 16);
  }
}
