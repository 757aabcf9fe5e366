// SPDX-License-Identifier: Apache-2.0
package io.ephemera.bench;

import io.ephemera.Place;
import io.ephemera.Purpose;
import io.ephemera.TemporaryDirectory;
import io.ephemera.TemporaryFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Creates and removes a temporary file, by the library and by the JDK. */
@State(Scope.Benchmark)
public class TemporaryFiles {
  private Path directory = Path.of(System.getProperty("java.io.tmpdir"));
  private static final ByteBuffer PAGE = ByteBuffer.allocate(4096);

  private Place place = Place.at(directory, Purpose.TEMPORARY, "bench");

  /** The directory, the same for all. */
  @Setup
  public void place() {
    directory = Path.of(System.getProperty("bench.directory"));
    place = Place.at(directory, Purpose.TEMPORARY, "bench");
  }

  @Benchmark
  public void jdkFile() throws IOException {
    Files.delete(Files.createTempFile(directory, "bench-", null));
  }

  @Benchmark
  public void named() throws IOException {
    TemporaryFile.named(place).close();
  }

  @Benchmark
  public void unnamed() throws IOException {
    TemporaryFile.unnamed(place).close();
  }

  @Benchmark
  public void jdkWritten() throws IOException {
    Path file = Files.createTempFile(directory, "bench-", null);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(PAGE.duplicate());
    }
    Files.delete(file);
  }

  @Benchmark
  public void namedWritten() throws IOException {
    try (TemporaryFile file = TemporaryFile.named(place)) {
      file.channel().write(PAGE.duplicate());
    }
  }

  @Benchmark
  public void jdkDeletedOnClose() throws IOException {
    Path file = Files.createTempFile(directory, "bench-", null);
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE)) {
      channel.write(PAGE.duplicate());
    }
  }

  @Benchmark
  public void unnamedWritten() throws IOException {
    try (TemporaryFile file = TemporaryFile.unnamed(place)) {
      file.channel().write(PAGE.duplicate());
    }
  }

  @Benchmark
  public void jdkDirectory() throws IOException {
    Files.delete(Files.createTempDirectory(directory, "bench-"));
  }

  @Benchmark
  public void directory() throws IOException {
    TemporaryDirectory.create(place).close();
  }
}
