// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Tree;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class XattrTest extends LinuxTestCase {
  private static final byte[] NAME = bytes("user.note");
  private Fd held = Fd.CWD;

  @BeforeEach
  void hold() {
    open("f", RW).close();
    held = open("f", Constants.O_PATH);
    int supported = Xattr.setxattr(held, bytes("user.probe"), bytes("x"), 0);
    assumeTrue(supported != -EOPNOTSUPP, "this file system has no user attributes");
    assertThat(Xattr.removexattr(held, bytes("user.probe"))).isZero();
  }

  @Test
  void valuesOfAnyBytesAreReadBack() {
    byte[] read = new byte[10];
    assertThat(Xattr.setxattr(held, NAME, bytes("a\0\u00ff"), 0)).isZero();
    assertThat(Xattr.getxattr(held, NAME, read)).isEqualTo(3);
    assertThat(read).startsWith(bytes("a\0\u00ff"));
    assertThat(Tree.describe(folder.path())).isEqualTo("f 0600 user.note=\"a\\x00\\xff\"\n");
  }

  @Test
  void namesAreListedWithTheirNuls() {
    assertThat(Xattr.setxattr(held, NAME, ITSELF, 0)).isZero();
    assertThat(Xattr.setxattr(held, bytes("user.b"), ITSELF, 0)).isZero();
    byte[] read = new byte[100];
    int length = Xattr.listxattr(held, read);
    String list = new String(read, 0, length, java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThat(list.split("\0", -1)).containsExactlyInAnyOrder("user.note", "user.b", "");
  }

  @Test
  void failuresAreMinusErrno() {
    assertThat(Xattr.getxattr(held, NAME, new byte[10])).isEqualTo(-ENODATA);
    assertThat(Xattr.removexattr(held, NAME)).isEqualTo(-ENODATA);
    assertThat(Xattr.setxattr(held, NAME, ITSELF, Constants.XATTR_REPLACE)).isEqualTo(-ENODATA);
    assertThat(Xattr.setxattr(held, NAME, bytes("ab"), Constants.XATTR_CREATE)).isZero();
    assertThat(Xattr.setxattr(held, NAME, ITSELF, Constants.XATTR_CREATE)).isEqualTo(-EEXIST);
    assertThat(Xattr.getxattr(held, NAME, new byte[1])).isEqualTo(-ERANGE);
    assertThat(Xattr.listxattr(held, new byte[3])).isEqualTo(-ERANGE);
    assertThat(Xattr.setxattr(held, bytes("note"), ITSELF, 0)).isEqualTo(-EOPNOTSUPP);
    assertThat(Xattr.setxattr(held, bytes("user." + "n".repeat(251)), ITSELF, 0))
        .isEqualTo(-ERANGE);
    assertThat(Xattr.setxattr(held, NAME, new byte[Xattr.MAXIMUM + 1], 0)).isEqualTo(-7);
    assertThat(Xattr.setxattr(held, bytes("n".repeat(5000)), ITSELF, 0)).isEqualTo(-ENAMETOOLONG);
  }

  @Test
  void attributesOfALinkAreItsOwn() {
    assumeTrue(TestUser.isRoot(), "needs root");
    Tree.build("l => f\n", folder.path());
    try (Fd link = open("l", Constants.O_PATH | Constants.O_NOFOLLOW)) {
      assertThat(Xattr.setxattr(link, bytes("trusted.t"), bytes("x"), 0)).isZero();
    }
    assertThat(Tree.describe(folder.path())).isEqualTo("f 0600\nl => f trusted.t=\"x\"\n");
  }
}
