// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.process.Account;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.tmpfiles.language.SourceFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationFilesTest {
  private static final ConfigurationDirectories DIRECTORIES = ConfigurationDirectories.ofSystem();

  private final TestFolder folder = TestFolder.create();
  private final Path top = folder.path();
  private final Installation system = new Installation(top);
  private Root root;
  private ConfigurationFiles files;

  @BeforeEach
  void begin() throws IOException {
    root = system.root();
    files = new ConfigurationFiles(root, DIRECTORIES);
  }

  @AfterEach
  void end() {
    root.close();
    folder.close();
  }

  private List<String> found() {
    return files.all().stream()
        .map(file -> file.shown().toString().substring(top.toString().length()))
        .toList();
  }

  private ConfigurationSources sources() {
    return new ConfigurationSources(files, DIRECTORIES.paths(), () -> Bytes.latin1("d /stdin\n"));
  }

  private static List<String> contents(List<SourceFile> sources) {
    return sources.stream().map(source -> source.content().latin1()).toList();
  }

  @Test
  void theFirstDirectoryTakesPrecedenceAndFilesAreSortedByName() {
    system
        .file("/usr/lib/tmpfiles.d/b.conf", "1")
        .file("/usr/lib/tmpfiles.d/a.conf", "2")
        .file("/usr/local/lib/tmpfiles.d/b.conf", "3");
    system
        .file("/run/tmpfiles.d/b.conf", "4")
        .file("/etc/tmpfiles.d/c.conf", "5")
        .file("/usr/lib/tmpfiles.d/B.conf", "6");
    assertThat(found())
        .containsExactly(
            "/usr/lib/tmpfiles.d/B.conf",
            "/usr/lib/tmpfiles.d/a.conf",
            "/run/tmpfiles.d/b.conf",
            "/etc/tmpfiles.d/c.conf");
    assertThat(files.problems()).isEmpty();
  }

  @Test
  void onlyRegularFilesNamedConfAreUsed() throws IOException {
    system
        .file("/etc/tmpfiles.d/a.txt", "")
        .file("/etc/tmpfiles.d/b.conf~", "")
        .file("/etc/tmpfiles.d/.c.conf", "")
        .file("/etc/tmpfiles.d/conf", "");
    system.directory("/etc/tmpfiles.d/d.conf").file("/usr/lib/tmpfiles.d/d.conf", "");
    Process fifo =
        new ProcessBuilder("mkfifo", top.resolve("etc/tmpfiles.d/e.conf").toString()).start();
    assertThat(fifo.onExit().join().exitValue()).isZero();
    assertThat(found()).containsExactly("/usr/lib/tmpfiles.d/d.conf");
  }

  @Test
  void aLinkToDevNullMasksEvenIfTheRootHasNoSuchDevice() {
    system.link("/etc/tmpfiles.d/a.conf", "/dev/null").file("/usr/lib/tmpfiles.d/a.conf", "d /a");
    system
        .link("/run/tmpfiles.d/b.conf", "../../dev/null")
        .file("/usr/lib/tmpfiles.d/b.conf", "d /b");
    system.file("/etc/tmpfiles.d/c.conf", "").file("/usr/lib/tmpfiles.d/c.conf", "d /c");
    assertThat(found()).containsExactly("/etc/tmpfiles.d/c.conf");
    assertThat(files.problems()).isEmpty();
  }

  @Test
  void linksNeverLeadOutOfTheRoot() {
    system.link("/etc/tmpfiles.d/a.conf", "/opt/a").file("/opt/a", "inside");
    system.link("/etc/tmpfiles.d/b.conf", "../../../../../../../../opt/a");
    assertThat(files.all())
        .extracting(file -> file.content().latin1())
        .containsExactly("inside", "inside");
    assertThat(files.all())
        .extracting(ConfigurationFile::target)
        .containsOnly(system.path().append(BytePath.of("/opt/a")));
  }

  @Test
  void aDanglingLinkIsAProblemAndMasksNothing() {
    system.link("/etc/tmpfiles.d/a.conf", "nowhere").file("/usr/lib/tmpfiles.d/a.conf", "");
    assertThat(found()).containsExactly("/usr/lib/tmpfiles.d/a.conf");
    assertThat(files.problems())
        .singleElement()
        .extracting(Problem::toString)
        .asString()
        .startsWith(top + "/etc/tmpfiles.d/a.conf: cannot be read: ");
  }

  /** Opening a socket fails, so it would be reported; opening a device may start a watchdog. */
  @Test
  void onlyRegularFilesAreOpened() throws IOException {
    system.file("/etc/tmpfiles.d/b.conf", "");
    Path socket = top.resolve("etc/tmpfiles.d/a.conf");
    try (ServerSocketChannel bound = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      bound.bind(UnixDomainSocketAddress.of(socket));
      assertThat(found()).containsExactly("/etc/tmpfiles.d/b.conf");
      assertThat(files.problems()).isEmpty();
    }
  }

  /** A variable may survive a change of user: another user could have root carry out lines. */
  @Test
  void filesOfAnotherUserToWhichAVariableLeadsAreNotRead() throws IOException {
    assumeTrue(TestUser.isRoot(), "needs root, to be another user");
    system.file("/c/user-tmpfiles.d/a.conf", "d /a").file("/c/user-tmpfiles.d/b.conf", "d /b");
    Files.setAttribute(top.resolve("c/user-tmpfiles.d/a.conf"), "unix:uid", 4005);
    files =
        new ConfigurationFiles(
            root,
            ConfigurationDirectories.ofUser(
                name -> name.equals("XDG_CONFIG_HOME") ? Bytes.latin1("/c") : null, Account.ROOT));

    assertThat(found()).containsExactly("/c/user-tmpfiles.d/b.conf");
    assertThat(files.problems())
        .singleElement()
        .asString()
        .contains("/c/user-tmpfiles.d/a.conf")
        .contains("it belongs to user 4005");
  }

  @Test
  void fileThatCannotBeReadHidesOthersOfTheSameName() throws IOException {
    system.file("/etc/tmpfiles.d/a.conf", "").file("/usr/lib/tmpfiles.d/a.conf", "d /low");
    try (RandomAccessFile sparse =
        new RandomAccessFile(top.resolve("etc/tmpfiles.d/a.conf").toFile(), "rw")) {
      sparse.setLength(ConfigurationSources.LARGEST + 1L);
    }
    assertThat(found()).isEmpty();
    assertThat(files.problems()).singleElement().asString().contains("File too large");
    assertThatThrownBy(() -> files.named(Name.of("a.conf"))).hasMessageContaining("File too large");
  }

  @Test
  void aNameIsSearchedInAllDirectories() throws IOException {
    system
        .file("/usr/lib/tmpfiles.d/a.conf", "low")
        .file("/run/tmpfiles.d/a.conf", "high")
        .link("/etc/tmpfiles.d/m.conf", "/dev/null");
    assertThat(files.named(Name.of("a.conf")))
        .extracting(file -> file.content().latin1())
        .containsExactly("high");
    assertThat(files.named(Name.of("m.conf"))).isEmpty();
    assertThatThrownBy(() -> files.named(Name.of("none.conf"))).isInstanceOf(IOException.class);
  }

  @Test
  void anArgumentIsANameAPathOrTheStandardInput() throws IOException {
    Path own = Files.writeString(top.resolve("own"), "own");
    system.file("/usr/lib/tmpfiles.d/a.conf", "listed");
    List<SourceFile> sources =
        sources()
            .named(
                List.of(
                    Bytes.utf8("a.conf"),
                    Bytes.utf8(own.toString()),
                    Bytes.utf8("-"),
                    Bytes.utf8("-")));
    assertThat(contents(sources)).containsExactly("listed", "own", "d /stdin\n", "");
    assertThat(sources)
        .extracting(SourceFile::name)
        .containsExactly(top + "/usr/lib/tmpfiles.d/a.conf", own.toString(), "<stdin>", "<stdin>");
    assertThat(sources).allMatch(SourceFile::isNamed);
    assertThatThrownBy(() -> sources().named(List.of(Bytes.utf8("./none"))))
        .hasMessageStartingWith("cannot read './none': ");
    assertThatThrownBy(() -> sources().named(List.of(Bytes.utf8(".."))))
        .hasMessageStartingWith("cannot read '..': ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /etc/tmpfiles.d/b.conf      | a own c
          /run/tmpfiles.d/b.conf      | a own c
          /usr/lib/tmpfiles.d/b.conf  | a b c
          /elsewhere/b.conf           | a b c
          /usr/lib/tmpfiles.d/bb.conf | a b own c
          /elsewhere/z.conf           | a b c own
          """)
  void aReplacementIsReadInPlaceOfAFileUnlessAHigherOneTakesPrecedence(
      String replaced, String contents) {
    system
        .file("/usr/lib/tmpfiles.d/a.conf", "a")
        .file("/run/tmpfiles.d/b.conf", "b")
        .file("/usr/lib/tmpfiles.d/c.conf", "c");
    List<SourceFile> own =
        List.of(new SourceFile("own", Bytes.latin1("own"), SourceFile.Kind.NAMED));
    assertThat(contents(sources().replacing(BytePath.of(replaced), own)))
        .containsExactly(contents.split(" ", -1));
  }

  @Test
  void filesArePrintedWithTheirPaths() {
    system
        .file("/etc/tmpfiles.d/a.conf", "\n# c\nd /a # c\n\n")
        .file("/etc/tmpfiles.d/b.conf", "")
        .file("/opt/c", "; x\n \n  d /c");
    system.link("/etc/tmpfiles.d/c.conf", "../../opt/c");
    assertThat(ConfigurationText.of(files.all(), false).latin1())
        .isEqualTo(
            "# TOP/etc/tmpfiles.d/a.conf\n\n# c\nd /a # c\n\n\n# TOP/etc/tmpfiles.d/b.conf is a mask.\n\n# TOP/etc/tmpfiles.d/c.conf -> TOP/opt/c\n; x\n \n  d /c\n"
                .replace("TOP", top.toString()));
    assertThat(ConfigurationText.of(files.all(), true).latin1())
        .isEqualTo(
            "# TOP/etc/tmpfiles.d/a.conf\nd /a # c\n\n# TOP/etc/tmpfiles.d/b.conf is a mask.\n\n# TOP/etc/tmpfiles.d/c.conf -> TOP/opt/c\n  d /c\n"
                .replace("TOP", top.toString()));
    assertThat(ConfigurationText.of(List.of(), false)).isEqualTo(Bytes.EMPTY);
  }

  @Test
  void namesInPrintedPathsAreEscaped() {
    system.file("/etc/tmpfiles.d/a\u001b[2J\nR forged.conf", "d /a\n");
    assertThat(ConfigurationText.of(files.all(), false).latin1())
        .isEqualTo("# " + top + "/etc/tmpfiles.d/a\\x1b[2J\\nR forged.conf\nd /a\n");
  }
}
