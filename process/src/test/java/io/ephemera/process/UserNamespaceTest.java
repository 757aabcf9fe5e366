// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which users a namespace maps, for the forms of /proc/self/uid_map. */
class UserNamespaceTest {
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '         0          0 4294967295' | 0     | true
          '         0          0 4294967295' | -2    | true
          '         0       1000          1' | 0     | true
          '         0       1000          1' | 1     | false
          '         0       1000          1' | 65534 | false
          '0 1000 1 1 100000 65536'          | 65536 | true
          '0 1000 1 1 100000 65536'          | 65537 | false
          ''                                 | 7     | true
          """)
  void anIdIsMappedByOneOfTheRanges(String map, int id, boolean mapped) {
    UserNamespace namespace =
        new UserNamespace(
            new KernelFiles() {
              @Override
              public String text(String path) {
                return map + (map.isEmpty() ? "" : "\n");
              }
            });
    String unmapped = Integer.toUnsignedString(id) + " is not mapped in this user namespace";

    assertThat(namespace.unmappedUser(id)).isEqualTo(mapped ? "" : "user " + unmapped);
    assertThat(namespace.unmappedGroup(id)).isEqualTo(mapped ? "" : "group " + unmapped);
  }
}
