// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Root;
import io.ephemera.process.Account;
import io.ephemera.testkit.TestUser;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.tmpfiles.language.SpecifierValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SystemSpecifiersTest {
  private static final Account USER =
      new Account(Bytes.latin1("jo"), 1000, Bytes.latin1("users"), -2, Bytes.latin1("/home/jo"));

  private static final Account HOMELESS =
      new Account(Bytes.latin1("43210"), 43210, Bytes.latin1("43210"), 43210, null);

  @TempDir private Path top;
  private final Map<String, String> variables = new HashMap<>();

  @BeforeEach
  void realPath() throws IOException {
    top = top.toRealPath();
  }

  private @Nullable Bytes variable(String name) {
    String value = variables.get(name);
    return value == null ? null : Bytes.latin1(value);
  }

  private SpecifierValue below(char letter) throws IOException {
    try (Root root = new Installation(top).root()) {
      return SystemSpecifiers.ofSystem(root, this::variable).expand(letter);
    }
  }

  private SpecifierValue onHost(char letter) throws IOException {
    try (Root root = Root.host()) {
      return SystemSpecifiers.ofSystem(root, this::variable).expand(letter);
    }
  }

  private String ofUser(char letter) throws IOException {
    try (Root root = Root.host()) {
      return text(SystemSpecifiers.ofUser(root, this::variable, USER).expand(letter));
    }
  }

  private static String text(SpecifierValue expansion) {
    return expansion instanceof SpecifierValue.Value value
        ? value.bytes().latin1()
        : expansion.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "C, /var/cache",
    "D, /usr/share",
    "L, /var/log",
    "S, /var/lib",
    "t, /run",
    "T, /tmp",
    "V, /var/tmp",
    "u, root",
    "U, 0",
    "g, root",
    "G, 0",
    "h, /root"
  })
  void specifiersHaveTheValuesOfTheSystem(char letter, String value) throws IOException {
    variables.put("TMPDIR", top.toString());
    assertThat(text(below(letter))).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "C, /home/jo/.cache",
    "D, /home/jo/.local/share",
    "L, /home/jo/.local/state/log",
    "S, /home/jo/.local/state",
    "u, jo",
    "U, 1000",
    "g, users",
    "G, 4294967294",
    "h, /home/jo"
  })
  void specifiersHaveTheValuesOfAUser(char letter, String value) throws IOException {
    variables.put("XDG_CACHE_HOME", "relative");
    variables.put("XDG_DATA_HOME", "");
    assertThat(ofUser(letter)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "C, XDG_CACHE_HOME, /x//y/",
    "D, XDG_DATA_HOME, /x//y/",
    "S, XDG_STATE_HOME, /x//y/",
    "L, XDG_STATE_HOME, /x/y/log",
    "t, XDG_RUNTIME_DIR, /x//y/",
    "h, HOME, /x/y",
    "C, HOME, /x/y/.cache"
  })
  void absoluteVariablesTakePrecedence(char letter, String variable, String value)
      throws IOException {
    variables.put(variable, "/x//y/");
    assertThat(ofUser(letter)).isEqualTo(value);
  }

  @Test
  void theRuntimeDirectoryHasNoValueWithoutItsVariable() throws IOException {
    variables.put("XDG_RUNTIME_DIR", "run");
    try (Root root = Root.host()) {
      assertThat(SystemSpecifiers.ofUser(root, this::variable, USER).expand('t'))
          .isEqualTo(
              new SpecifierValue.Unresolvable(
                  "XDG_RUNTIME_DIR is not set to an absolute path", Problem.Level.NOTICE));
    }
  }

  /** As for a container that runs with the ID of no user: no directory takes the place of home. */
  @ParameterizedTest
  @ValueSource(chars = {'C', 'D', 'h', 'L', 'S'})
  void directoryBelowAnUnknownHomeIsUnknown(char letter) throws IOException {
    try (Root root = Root.host()) {
      assertUnknown(
          SystemSpecifiers.ofUser(root, this::variable, HOMELESS).expand(letter),
          "no home directory of user 43210 is known");
    }
  }

  @Test
  void searchPathHasNoDirectoryBelowAnUnknownHome() {
    variables.put("XDG_DATA_HOME", "/data");
    ConfigurationDirectories found = ConfigurationDirectories.ofUser(this::variable, HOMELESS);
    assertThat(found.paths())
        .extracting(path -> path.parent().toString())
        .containsExactly("/etc", "/data", "/usr/local/share", "/usr/share");
    assertThat(found.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.level()).isEqualTo(Problem.Level.ERROR))
        .asString()
        .contains("'~/.config'");
  }

  @Test
  void nameThatTheNameServiceCannotSayIsUnknown() throws IOException {
    try (Root root = Root.host()) {
      SystemSpecifiers specifiers =
          SystemSpecifiers.ofUser(
              root, this::variable, new Account(null, 43210, null, 43211, null));
      assertUnknown(specifiers.expand('u'), "name of user 43210");
      assertUnknown(specifiers.expand('g'), "name of group 43211");
    }
  }

  private static void assertUnknown(SpecifierValue value, String reason) {
    assertThat(value)
        .isInstanceOfSatisfying(
            SpecifierValue.Unresolvable.class,
            unknown -> {
              assertThat(unknown.level()).isEqualTo(Problem.Level.ERROR);
              assertThat(unknown.reason()).contains(reason);
            });
  }

  @ParameterizedTest
  @CsvSource({"m, /etc/machine-id", "o, /etc/os-release"})
  void fileThatCannotBeReadIsNotTakenForAMissingOne(char letter, String path) throws IOException {
    new Installation(top).directory(path).file("/usr/lib/os-release", "ID=lib\n");
    assertUnknown(below(letter), "cannot read " + path + ": not a regular file");
  }

  @Test
  void theTemporaryDirectoryIsTheFirstOfTheVariablesThatExists() throws IOException {
    variables.put("TMPDIR", "/nonexistent/place");
    variables.put("TEMP", "tmp");
    assertThat(text(onHost('T'))).isEqualTo("/tmp");
    variables.put("TMP", top + "/");
    assertThat(text(onHost('T'))).isEqualTo(top.toString());
    assertThat(text(onHost('V'))).isEqualTo(top.toString());
  }

  @ParameterizedTest
  @ValueSource(
      chars = {
        'c', 'd', 'e', 'f', 'i', 'j', 'k', 'n', 'p', 'r', 's', 'x', 'y', 'z', 'E', 'F', 'I', 'J',
        'K', 'N', 'O', 'P', 'Q', 'R', 'X', 'Y', 'Z', '0', '9'
      })
  void otherLettersAreNotSpecifiers(char letter) throws IOException {
    assertThat(below(letter)).isEqualTo(new SpecifierValue.Unknown());
  }

  @Test
  void factsAboutTheKernelComeFromTheKernel() throws IOException {
    String release = Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
    String host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    String boot =
        Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip().replace("-", "");
    assertThat(text(below('v'))).isEqualTo(release);
    assertThat(text(below('H'))).isEqualTo(host);
    assertThat(text(below('b'))).isEqualTo(boot).hasSize(32);
    assertThat(host).startsWith(text(below('l')));
    assertThat(text(below('l'))).doesNotContain(".");
  }

  @ParameterizedTest
  @CsvSource({"amd64, x86-64", "aarch64, arm64", "riscv64, riscv64", "ppc64le, ppc64-le"})
  void architecturesAreNamedAsInUnits(String jvm, String name) {
    assertThat(KernelFacts.architecture(jvm)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0123456789abcdef0123456789abcdef\n", "0123456789ABCDEF0123456789abcdef"})
  void theMachineIdIsReadBelowTheRoot(String content) throws IOException {
    new Installation(top).file("/etc/machine-id", content);
    assertThat(text(below('m'))).isEqualTo("0123456789abcdef0123456789abcdef");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "uninitialized\n", "00000000000000000000000000000000\n"})
  void anUninitializedMachineIdHasNoValue(String content) throws IOException {
    assertThat(below('m'))
        .isInstanceOfSatisfying(
            SpecifierValue.Unresolvable.class,
            none -> assertThat(none.level()).isEqualTo(Problem.Level.DEBUG));
    new Installation(top).file("/etc/machine-id", content);
    assertThat(below('m'))
        .isInstanceOfSatisfying(
            SpecifierValue.Unresolvable.class,
            none -> assertThat(none.level()).isEqualTo(Problem.Level.DEBUG));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage\n",
        "0123456789abcdef0123456789abcdef\n\n",
        "01234567-89ab-cdef-0123-456789abcdef\n",
        "0123456789abcdef0123456789abcdeg"
      })
  void anInvalidMachineIdAbortsTheRun(String content) throws IOException {
    new Installation(top).file("/etc/machine-id", content);
    assertThat(below('m'))
        .isInstanceOfSatisfying(
            SpecifierValue.Unresolvable.class,
            wrong -> assertThat(wrong.level()).isEqualTo(Problem.Level.ABORT));
  }

  @ParameterizedTest
  @CsvSource({"A, version", "B, build", "M, image", "o, id", "w, 12", "W, ''"})
  void theReleaseIsReadBelowTheRoot(char letter, String value) throws IOException {
    String release =
        "IMAGE_VERSION=version\nBUILD_ID=\"build\"\nIMAGE_ID='image'\nID=id\nVERSION_ID=12\n";
    new Installation(top).file("/usr/lib/os-release", release);
    assertThat(text(below(letter))).isEqualTo(value);
  }

  @Test
  void theReleaseInEtcTakesPrecedence() throws IOException {
    assertThat(below('o')).isInstanceOf(SpecifierValue.Unresolvable.class);
    new Installation(top)
        .file("/usr/lib/os-release", "ID=lib\nVERSION_ID=1")
        .file("/etc/os-release", "ID=etc\n");
    assertThat(text(below('o'))).isEqualTo("etc");
    assertThat(text(below('w'))).isEmpty();
  }

  @Test
  void aVariableNamesAnotherReleaseFileBelowTheRoot() throws IOException {
    new Installation(top).file("/etc/os-release", "ID=etc\n").file("/opt/release", "ID=opt\n");
    variables.put("SYSTEMD_OS_RELEASE", "/opt/release");
    assertThat(text(below('o'))).isEqualTo("opt");
    variables.put("SYSTEMD_OS_RELEASE", "/opt/none");
    assertThat(below('o')).isInstanceOf(SpecifierValue.Unresolvable.class);
  }

  /** Another user could choose paths of lines that root carries out. */
  @Test
  void aReleaseFileOfAnotherUserToWhichAVariableLeadsIsNotRead() throws IOException {
    assumeTrue(TestUser.isRoot(), "needs root, to be another user");
    Path file = Files.writeString(top.resolve("release"), "ID=opt\n");
    variables.put("SYSTEMD_OS_RELEASE", file.toString());
    assertThat(text(onHost('o'))).isEqualTo("opt");
    Files.setAttribute(file, "unix:uid", 4005);
    assertUnknown(onHost('o'), "it belongs to user 4005");
  }

  @Test
  void aLinkIsResolvedBelowTheRoot(@TempDir Path outside) throws IOException {
    Path id =
        Files.writeString(
            outside.toRealPath().resolve("machine-id"), "0123456789abcdef0123456789abcdef\n");
    new Installation(top).link("/etc/machine-id", id.toString());
    assertThat(below('m')).isInstanceOf(SpecifierValue.Unresolvable.class);
    new Installation(top).file(id.toString(), "f123456789abcdef0123456789abcdef\n");
    assertThat(text(below('m'))).startsWith("f");
  }

  @Test
  void theSearchPathOfAUserHasThisOrder() {
    variables.put("XDG_RUNTIME_DIR", "/run/user/1000");
    assertThat(ConfigurationDirectories.ofUser(this::variable, USER).paths())
        .extracting(BytePath::toString)
        .containsExactly(
            "/home/jo/.config/user-tmpfiles.d",
            "/etc/user-tmpfiles.d",
            "/run/user/1000/user-tmpfiles.d",
            "/home/jo/.local/share/user-tmpfiles.d",
            "/usr/local/share/user-tmpfiles.d",
            "/usr/share/user-tmpfiles.d");
  }

  @Test
  void variablesChangeTheSearchPathWithoutDuplicates() {
    variables.put("XDG_CONFIG_HOME", "/c");
    variables.put("XDG_CONFIG_DIRS", "/c1:relative::/c2:");
    variables.put("XDG_DATA_DIRS", "/d1:/d1/:/d2//x:/c");
    assertThat(ConfigurationDirectories.ofUser(this::variable, USER).paths())
        .extracting(path -> path.parent().toString())
        .containsExactly("/c", "/c1", "/relative", "/c2", "/home/jo/.local/share", "/d1", "/d2/x");
  }
}
