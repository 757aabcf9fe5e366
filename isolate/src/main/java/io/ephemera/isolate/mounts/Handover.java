// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.FileType;
import io.ephemera.fs.Inode;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.isolate.plan.RunException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the first stage hands over to the second: the places that it checked, with the descriptors
 * that hold their inodes, and what else it decided. A file in memory that is inherited.
 *
 * @param places the places that were checked
 * @param values values by name
 */
public record Handover(CheckedPlaces places, Map<String, Bytes> values) {
  private static final String SHOWN = "ephemera-handover";
  private static final int MOST_BYTES = 128 * 1024 * 1024;

  /** Takes a copy. */
  public Handover {
    values = Map.copyOf(values);
  }

  /**
   * Writes it to a new descriptor that is inherited, as those of the places are from now on: until
   * this process becomes the second stage, they must stay open.
   */
  public OpenFile write() throws SystemCallException {
    HandoverWriter writer = new HandoverWriter();
    writer.number(places.all().size());
    for (CheckedPlaces.Held held : places.all()) {
      held.inode().letChildrenInherit();
      writer.bytes(held.place().path().bytes());
      writer.number(held.place().device());
      writer.number(held.place().inode());
      writer.number(held.inode().descriptor());
    }
    writer.number(values.size());
    values.forEach((name, value) -> {
      writer.bytes(Bytes.latin1(name));
      writer.bytes(value);
    });
    OpenFile file = OpenFile.createAnonymous(SHOWN);
    file.letChildrenInherit();
    file.write(writer.written());
    return file;
  }

  /**
   * Reads what the first stage wrote, and closes its descriptor. The places are not inherited any
   * further.
   *
   * @param descriptor the number of the inherited descriptor
   * @throws RunException if it is not a complete handover
   */
  public static Handover read(int descriptor) throws RunException {
    try (OpenFile file = OpenFile.ofDescriptor(descriptor)) {
      Stat stat = file.stat();
      if (stat.type() != FileType.REGULAR || stat.links() != 0) {
        throw HandoverReader.malformed("it has a name");
      }
      return parse(file.read(0, (int) Math.min(stat.size(), MOST_BYTES)));
    } catch (SystemCallException e) {
      throw HandoverReader.malformed(e.getMessage());
    }
  }

  static Handover parse(Bytes content) throws RunException {
    HandoverReader reader = new HandoverReader(content);
    List<Inherited> inherited = new ArrayList<>();
    for (long left = reader.number(); left > 0; left--) {
      BytePath path = BytePath.of(reader.bytes());
      CheckedPlace place = new CheckedPlace(path, reader.number(), reader.number());
      inherited.add(new Inherited(place, (int) reader.number()));
    }
    Map<String, Bytes> values = new LinkedHashMap<>();
    for (long left = reader.number(); left > 0; left--) {
      values.put(reader.bytes().latin1(), reader.bytes());
    }
    reader.expectEnd();
    CheckedPlaces places = new CheckedPlaces();
    for (Inherited one : inherited) {
      one.holdIn(places);
    }
    return new Handover(places, values);
  }

  /** A place, and the number of the descriptor that holds its inode. */
  private record Inherited(CheckedPlace place, int descriptor) {
    void holdIn(CheckedPlaces places) throws RunException {
      try {
        if (!place.is(Stat.ofDescriptor(descriptor))) {
          throw HandoverReader.malformed("descriptor " + descriptor + " holds something else");
        }
        Inode inode = Inode.ofDescriptor(descriptor);
        inode.keepFromChildren();
        places.hold(place, inode);
      } catch (SystemCallException e) {
        throw HandoverReader.malformed(e.getMessage());
      }
    }
  }
}
