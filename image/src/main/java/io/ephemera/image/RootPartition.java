// SPDX-License-Identifier: Apache-2.0
package io.ephemera.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the partition with the root file system, by the discoverable partitions specification
 * (uapi-group.org). An image with files in several partitions is refused, because lines for the
 * others would be carried out in the root file system.
 */
final class RootPartition {
  private static final String LINUX = "0fc63daf-8483-4772-8e79-3d69d8477de4";
  private static final String HOME = "933ac7e1-2eb4-4f13-b844-0e14e2aef915";
  private static final String SRV = "3b8f8425-20e0-4f3b-907f-1a25a76f98e8";
  private static final String VAR = "4d21b016-b534-45c2-a9fb-5c16e091fd2d";
  private static final String TMP = "7ec6f557-3bc5-4aca-b293-16ef5df639d1";

  /** The types that depend on the architecture. */
  private record Machine(String root, String verity, String usr) {
    static final Machine X86_64 =
        new Machine(
            "4f68bce3-e8cd-4db1-96e7-fbcaf984b709",
            "2c7357ed-ebd2-46d9-aec1-23d437ec2bf5",
            "8484680c-9521-48c6-9c11-b0720656f69e");
    static final Machine AARCH64 =
        new Machine(
            "b921b045-1df0-41c3-af44-4c6f280d3fae",
            "df3300ce-d69f-4c92-978c-9bfb0f38d820",
            "b0e01050-ee5f-4390-949a-9101b17104e9");

    static Machine ours() {
      return System.getProperty("os.arch", "").equals("aarch64") ? AARCH64 : X86_64;
    }
  }

  private final List<Partition> partitions;

  private RootPartition(List<Partition> partitions) {
    this.partitions = partitions;
  }

  /**
   * The root partition among the partitions of an image.
   *
   * @throws IOException if there is none, or the choice is ambiguous
   */
  static Partition among(List<Partition> all) throws IOException {
    RootPartition choice = new RootPartition(all.stream().filter(p -> !p.isNoAuto()).toList());
    Machine machine = Machine.ours();
    Partition root = choice.only(machine.root(), "root partitions for this architecture");
    if (root == null) {
      root =
          choice.only(
              LINUX, "Linux partitions, and none is a root partition for this architecture");
    }
    if (root == null) {
      throw new IOException(
          "it has no root partition for this architecture and no Linux partition");
    }
    choice.refuse(machine.verity(), "its root partition is protected by verity");
    choice.refuse(machine.usr(), "/usr is on a separate partition");
    choice.refuse(HOME, "/home is on a separate partition");
    choice.refuse(SRV, "/srv is on a separate partition");
    choice.refuse(VAR, "/var is on a separate partition");
    choice.refuse(TMP, "/var/tmp is on a separate partition");
    return root;
  }

  private @Nullable Partition only(String type, String what) throws IOException {
    List<Partition> found = new ArrayList<>();
    for (Partition partition : partitions) {
      if (partition.type().equals(type)) {
        found.add(partition);
      }
    }
    if (found.size() > 1) {
      throw new IOException("it has " + found.size() + " " + what);
    }
    return found.isEmpty() ? null : found.getFirst();
  }

  private void refuse(String type, String reason) throws IOException {
    for (Partition partition : partitions) {
      if (partition.type().equals(type)) {
        throw new IOException(reason + ", which is not supported");
      }
    }
  }
}
