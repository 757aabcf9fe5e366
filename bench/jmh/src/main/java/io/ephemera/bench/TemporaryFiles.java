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

/** Creates, writes and removes a temporary file, by the library and by the JDK. */
@State(Scope.Benchmark)
public class TemporaryFiles {
  private static final int SIZE = 4096;

  private final ByteBuffer content = ByteBuffer.allocateDirect(SIZE);
  private Path directory = Path.of(System.getProperty("java.io.tmpdir"));
  private Place place = Place.at(directory, Purpose.TEMPORARY, "bench");

  /** The directory, the same for all. */
  @Setup
  public void place() {
    directory = Path.of(System.getProperty("bench.directory"));
    place = Place.at(directory, Purpose.TEMPORARY, "bench");
  }

  @Benchmark
  public void jdkFile() throws IOException {
    Path path = Files.createTempFile(directory, "bench-", null);
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      file.write(content.rewind());
    } finally {
      Files.delete(path);
    }
  }

  @Benchmark
  public void named() throws IOException {
    try (TemporaryFile file = TemporaryFile.named(place)) {
      file.channel().write(content.rewind());
    }
  }

  @Benchmark
  public void jdkDeleteOnClose() throws IOException {
    Path path = Files.createTempFile(directory, "bench-", null);
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
      file.write(content.rewind());
    }
  }

  @Benchmark
  public void unnamed() throws IOException {
    try (TemporaryFile file = TemporaryFile.unnamed(place)) {
      file.channel().write(content.rewind());
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
