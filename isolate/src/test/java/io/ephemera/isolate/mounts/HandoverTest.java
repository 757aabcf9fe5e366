// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Inode;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.testkit.TestFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HandoverTest {
  private static final BytePath PATH = BytePath.of(Bytes.of((byte) '/', (byte) 0xff));

  /** The content for one place that a descriptor holds. */
  private static Bytes content(CheckedPlace place, int descriptor) {
    HandoverWriter writer = new HandoverWriter();
    writer.number(1);
    writer.bytes(place.path().bytes());
    writer.number(place.device());
    writer.number(place.inode());
    writer.number(descriptor);
    writer.number(1);
    writer.bytes(Bytes.latin1("name"));
    writer.bytes(Bytes.latin1("value"));
    return writer.written();
  }

  @Test
  void placesAndValuesArriveAsTheyWere() throws Exception {
    try (TestFolder folder = TestFolder.create();
        Inode held = Inode.openAmbient(BytePath.of(folder.path().toString()))) {
      CheckedPlace place = CheckedPlace.of(PATH, held.stat());
      Handover read = Handover.parse(content(place, held.descriptor()));
      assertThat(read.places().get(PATH)).isEqualTo(place);
      assertThat(read.values()).isEqualTo(Map.of("name", Bytes.latin1("value")));
    }
  }

  @Test
  void whatIsWrittenCanBeReadFromTheDescriptor() throws Exception {
    try (CheckedPlaces places = new CheckedPlaces();
        TestFolder folder = TestFolder.create();
        Directory directory = Directory.openAmbient(BytePath.of(folder.path().toString()))) {
      places.add(PATH, directory);
      Map<String, Bytes> values = Map.of("a", Bytes.EMPTY, "b", Bytes.of((byte) 0, (byte) 0x80));
      int descriptor = new Handover(places, values).write().descriptor();
      Handover read = Handover.read(descriptor);
      assertThat(read.values()).isEqualTo(values);
      assertThat(read.places().get(PATH)).isEqualTo(places.get(PATH));
    }
  }

  @Test
  void everythingElseIsRefused() throws Exception {
    try (TestFolder folder = TestFolder.create();
        Inode held = Inode.openAmbient(BytePath.of(folder.path().toString()))) {
      CheckedPlace place = CheckedPlace.of(PATH, held.stat());
      Bytes good = content(place, held.descriptor());
      List<Bytes> bad = new ArrayList<>();
      for (int length = 0; length < good.length(); length++) {
        bad.add(Bytes.of(good.toArray(), 0, length));
      }
      bad.add(good.plus(Bytes.latin1("x")));
      CheckedPlace other = new CheckedPlace(PATH, place.device(), place.inode() + 1);
      bad.add(content(other, held.descriptor()));
      bad.add(content(place, Integer.MAX_VALUE));
      for (Bytes content : bad) {
        assertThatThrownBy(() -> Handover.parse(content)).isInstanceOf(RunException.class);
      }
    }
  }

  @Test
  void aFileWithANameIsRefused() throws Exception {
    try (TestFolder folder = TestFolder.with("file")) {
      int descriptor =
          Inode.openAmbient(BytePath.of(folder.path().resolve("file").toString())).descriptor();
      assertThatThrownBy(() -> Handover.read(descriptor))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("it has a name");
    }
  }
}
