// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResourceTest {
  /** What proc_pid_limits(5) calls them, in the order of their numbers. */
  private static final Map<Resource, String> NAMES =
      Map.of(
          Resource.CPU, "Max cpu time",
          Resource.FSIZE, "Max file size",
          Resource.CORE, "Max core file size",
          Resource.NPROC, "Max processes",
          Resource.NOFILE, "Max open files",
          Resource.MEMLOCK, "Max locked memory",
          Resource.AS, "Max address space",
          Resource.MSGQUEUE, "Max msgqueue size",
          Resource.NICE, "Max nice priority",
          Resource.RTTIME, "Max realtime timeout");

  @Test
  void theNumberIsThatOfTheKernel() throws Exception {
    List<String> lines = Files.readAllLines(Path.of("/proc/self/limits"));
    NAMES.forEach(
        (resource, name) -> assertThat(lines.get(1 + resource.number())).startsWith(name));
  }

  @Test
  void aDirectiveNamesIt() {
    for (Resource resource : Resource.values()) {
      assertThat(Resource.ofDirective("Limit" + resource.name())).isEqualTo(resource);
      assertThat(Resource.ofNumber(resource.number())).isEqualTo(resource);
    }
    assertThat(Resource.ofDirective("LimitXCPU")).isNull();
    assertThat(Resource.ofDirective("LimitS")).isNull();
    assertThat(Resource.ofDirective("CPU")).isNull();
    assertThat(Resource.ofNumber(16)).isNull();
    assertThat(Resource.ofNumber(-1)).isNull();
  }
}
