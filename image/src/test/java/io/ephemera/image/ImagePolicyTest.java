// SPDX-License-Identifier: Apache-2.0
package io.ephemera.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The answers of systemd-tmpfiles 262.1 for a file system without a partition table. */
class ImagePolicyTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "root=",
        "root=unprotected",
        "root=unprotected+absent",
        "root=verity+unprotected+encrypted",
        "root=unused+unprotected",
        "root=unprotected:=absent",
        "root=open",
        "root= unprotected ",
        " root=unprotected",
        "=unprotected",
        "usr=absent:=open",
        "root=growfs-off"
      })
  void usesAnUnprotectedRootPartition(String text) throws Exception {
    ImagePolicy policy = ImagePolicy.of(text);

    policy.check(Partition.WHOLE_IMAGE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ~                                | does not allow an unprotected root partition
          root=absent                      | does not allow an unprotected root partition
          root=verity                      | does not allow an unprotected root partition
          root=encryptedwithintegrity      | does not allow an unprotected root partition
          =open:root=verity                | does not allow an unprotected root partition
          -                                | leaves the root partition unused
          ''                               | leaves the root partition unused
          usr=verity                       | leaves the root partition unused
          =ignore                          | leaves the root partition unused
          root=unused                      | leaves the root partition unused
          root=unused+absent+read-only-off | leaves the root partition unused
          root-verity=unprotected          | leaves the root partition unused
          root=read-only-on                | requires the root partition to be read-only-on
          root=unprotected+read-only-on    | requires the root partition to be read-only-on
          """)
  void refusesAnUnprotectedRootPartition(String text, String reason) throws Exception {
    ImagePolicy policy = ImagePolicy.of(text);

    assertThatThrownBy(() -> policy.check(Partition.WHOLE_IMAGE))
        .isInstanceOf(IOException.class)
        .hasMessage("the image policy '" + text + "' " + reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          foo                            | expected PARTITION=FLAGS
          root                           | expected PARTITION=FLAGS
          root=unprotected:              | expected PARTITION=FLAGS
          root=unprotected::usr=absent   | expected PARTITION=FLAGS
          foo=unprotected                | unknown partition 'foo'
          root=foo                       | unknown flag 'foo'
          root=unprotected++absent       | unknown flag ''
          root=unprotected,x=y           | unknown flag 'unprotected,x=y'
          root=unprotected:root=verity   | more than one rule for a partition
          =open:=absent                  | more than one rule for a partition
          """)
  void refusesAnInvalidPolicy(String text, String reason) {
    assertThatThrownBy(() -> ImagePolicy.of(text))
        .isInstanceOf(InvalidPolicyException.class)
        .hasMessage("invalid image policy '" + text + "': " + reason);
  }

  @ParameterizedTest
  @CsvSource({"read-only-on,60", "growfs-on,59"})
  void comparesTheAttributesOfThePartition(String flag, int bit) throws Exception {
    ImagePolicy policy = ImagePolicy.of("root=" + flag);

    policy.check(new Partition("", 1L << bit, 0, 0));
    assertThatThrownBy(() -> policy.check(Partition.WHOLE_IMAGE)).hasMessageContaining(flag);
    assertThat(Partition.WHOLE_IMAGE.flags()).isZero();
  }
}
