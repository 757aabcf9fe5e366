// SPDX-License-Identifier: Apache-2.0
package io.ephemera.bench;

import dev.dirs.ProjectDirectories;
import io.ephemera.Places;
import java.io.IOException;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Looks up an application's cache: verified by the library, and as a plain variable. */
@State(Scope.Benchmark)
public class Lookups {
  @Benchmark
  public Path places() throws IOException {
    return Places.of("bench").cache().path();
  }

  @Benchmark
  public Path directories() {
    return Path.of(ProjectDirectories.from("", "", "bench").cacheDir);
  }
}
