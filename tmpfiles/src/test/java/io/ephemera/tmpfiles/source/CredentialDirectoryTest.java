// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.fs.Bytes;
import io.ephemera.testkit.TestUser;
import io.ephemera.tmpfiles.language.CredentialName;
import io.ephemera.tmpfiles.language.SourceFile;
import io.ephemera.tmpfiles.language.SystemCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialDirectoryTest {
  @TempDir private Path directory;

  private SystemCredentials credentials() {
    return new CredentialDirectory(
        name -> name.equals("CREDENTIALS_DIRECTORY") ? Bytes.utf8(directory.toString()) : null);
  }

  /** The content of a credential, or null if the name is invalid or there is none. */
  private @Nullable Bytes read(String text) throws IOException {
    CredentialName name = CredentialName.of(text);
    return name == null ? null : credentials().read(name);
  }

  @Test
  void aCredentialIsTheContentOfAFile() throws IOException {
    Files.write(directory.resolve("with space"), new byte[] {0, -1});
    assertThat(read("with space")).isEqualTo(Bytes.of((byte) 0, (byte) -1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "none", "../outside", "a:b", "\u00e9", "a\u0001"})
  void aMissingFileOrAnInvalidNameIsNoCredential(String name) throws IOException {
    assertThat(read(name)).isNull();
  }

  @Test
  void anUnreadableCredentialIsAnError() throws IOException {
    Files.createDirectory(directory.resolve("directory"));
    assertThatThrownBy(() -> read("directory"))
        .isInstanceOf(IOException.class)
        .hasMessage("not a regular file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"proc/self", "/proc/../proc/self"})
  void aDirectoryThatIsNotAnAbsolutePathIsAnError(String path) {
    CredentialDirectory credentials = new CredentialDirectory(name -> Bytes.latin1(path));
    assertThatThrownBy(() -> credentials.read(new CredentialName("status")))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("CREDENTIALS_DIRECTORY is not an absolute path");
    assertThatThrownBy(credentials::extra).isInstanceOf(IOException.class);
  }

  /** Another user could have root carry out lines: a variable may survive a change of user. */
  @Test
  void whatAnotherUserOwnsOrMayWriteToIsNotRead() throws IOException {
    Path file = Files.writeString(directory.resolve("tmpfiles.extra"), "d /a");
    CredentialDirectory credentials =
        new CredentialDirectory(name -> Bytes.utf8(directory.toString()));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--rw-"));
    assertThatThrownBy(credentials::extra).hasMessageContaining("it is writable by any user");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(credentials.extra()).isNotNull();
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(credentials::extra).hasMessageContaining("it is writable by any user");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Assumptions.assumeTrue(TestUser.isRoot(), "needs root, to be another user");
    Files.setAttribute(file, "unix:uid", 4005);
    assertThatThrownBy(credentials::extra).hasMessageContaining("it belongs to user 4005");
    Files.setAttribute(file, "unix:uid", 0);
    Files.setAttribute(directory, "unix:uid", 4005);
    assertThatThrownBy(credentials::extra).hasMessageContaining("4005");
  }

  @Test
  void theExtraCredentialContainsAdditionalLines() throws IOException {
    CredentialDirectory credentials =
        new CredentialDirectory(name -> Bytes.utf8(directory.toString()));
    assertThat(credentials.extra()).isNull();
    Path file = Files.writeString(directory.resolve("tmpfiles.extra"), "d /a");
    SourceFile expected =
        new SourceFile(file.toString(), Bytes.latin1("d /a"), SourceFile.Kind.LISTED);
    assertThat(credentials.extra()).isEqualTo(expected);
  }

  @Test
  void thereAreNoCredentialsWithoutADirectory() throws IOException {
    CredentialName any = new CredentialName("any");
    assertThat(new CredentialDirectory(name -> null).read(any)).isNull();
    assertThat(new CredentialDirectory(name -> Bytes.latin1("/none")).read(any)).isNull();
  }
}
