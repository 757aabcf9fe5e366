// SPDX-License-Identifier: Apache-2.0
package io.ephemera.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.OpenFile;
import io.ephemera.testkit.PartitionedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Finding the root partition of a GUID partition table. */
class RootPartitionTest {
  private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");
  private static final long NO_AUTO = 1L << 63;

  @TempDir private Path folder;

  /** Each word is a type; a minus marks a partition that must not be found by its type. */
  private static PartitionedImage image(String words) {
    PartitionedImage image = new PartitionedImage();
    for (String word : words.split(" ", -1)) {
      boolean hidden = word.startsWith("-");
      image.with(type(hidden ? word.substring(1) : word), hidden ? NO_AUTO : 0);
    }
    return image;
  }

  private static String type(String word) {
    return switch (word) {
      case "root" -> ARM ? type("arm64-root") : type("x86-64-root");
      case "foreign-root" -> ARM ? type("x86-64-root") : type("arm64-root");
      case "x86-64-root" -> "4f68bce3-e8cd-4db1-96e7-fbcaf984b709";
      case "arm64-root" -> "b921b045-1df0-41c3-af44-4c6f280d3fae";
      case "verity" ->
          ARM ? "df3300ce-d69f-4c92-978c-9bfb0f38d820" : "2c7357ed-ebd2-46d9-aec1-23d437ec2bf5";
      case "linux" -> "0fc63daf-8483-4772-8e79-3d69d8477de4";
      case "esp" -> "c12a7328-f81f-11d2-ba4b-00a0c93ec93b";
      case "home" -> "933ac7e1-2eb4-4f13-b844-0e14e2aef915";
      case "var" -> "4d21b016-b534-45c2-a9fb-5c16e091fd2d";
      default -> throw new IllegalArgumentException(word);
    };
  }

  private static @Nullable List<Partition> read(Path image) throws IOException {
    try (OpenFile file = OpenFile.openAmbient(BytePath.of(image.toString()))) {
      return PartitionTable.read(file);
    }
  }

  private List<Partition> partitions(String words) throws IOException {
    Path image = folder.resolve("image");
    image(words).write(image);
    return Objects.requireNonNull(read(image));
  }

  @ParameterizedTest
  @CsvSource({
    "root, 0",
    "esp root, 1",
    "esp linux root linux, 2",
    "linux, 0",
    "esp foreign-root linux, 2",
    "-root root -root, 1",
    "-root linux, 1",
    "root -home, 0"
  })
  void findsTheRootPartition(String words, int number) throws IOException {
    Partition root = RootPartition.among(partitions(words));

    assertThat(root.offset()).isEqualTo((number + 1L) * PartitionedImage.PARTITION);
    assertThat(root.size()).isEqualTo(PartitionedImage.PARTITION);
  }

  @ParameterizedTest
  @CsvSource({
    "esp, it has no root partition for this architecture and no Linux partition",
    "foreign-root, it has no root partition for this architecture and no Linux partition",
    "-linux, it has no root partition for this architecture and no Linux partition",
    "root root, it has 2 root partitions for this architecture",
    "'linux esp linux', 'it has 2 Linux partitions, and none is a root partition for this architecture'",
    "root verity, 'its root partition is protected by verity, which is not supported'",
    "root home, '/home is on a separate partition, which is not supported'",
    "linux var, '/var is on a separate partition, which is not supported'"
  })
  void refusesAnAmbiguousImage(String words, String reason) throws IOException {
    List<Partition> partitions = partitions(words);

    assertThatThrownBy(() -> RootPartition.among(partitions))
        .isInstanceOf(IOException.class)
        .hasMessage(reason);
  }

  @Test
  void findsNoTableInAnImageWithoutOne() throws IOException {
    assertThat(read(Files.writeString(folder.resolve("image"), "EFI PART"))).isNull();
  }

  /** A byte of the signature's revision, of the header, of the first and of the last entry. */
  @ParameterizedTest
  @ValueSource(ints = {521, 512 + 73, 1024 + 33, 1024 + 127 * 128})
  void reportsADamagedTable(int at) throws IOException {
    Path image = folder.resolve("image");
    image("root").write(image);
    byte[] bytes = Files.readAllBytes(image);
    bytes[at] ^= 1;
    Files.write(image, bytes);

    assertThatThrownBy(() -> read(image)).hasMessage("its partition table is damaged");
  }
}
