// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.fs.BytePath;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.units.syntax.Assignment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files systemd 262 reads for a unit, and in which order. */
class UnitLoaderTest {
  private static final String ETC = "/etc/systemd/system/";
  private static final String RUN = "/run/systemd/system/";
  private static final String LIB = "/usr/lib/systemd/system/";

  private final FakeFiles files = new FakeFiles();

  private Unit load(String name) throws IOException {
    return new UnitLoader(files, UnitPath.SYSTEM)
        .load(Objects.requireNonNull(UnitName.parse(name)));
  }

  private Unit loadFile(String path) throws IOException {
    return new UnitLoader(files, UnitPath.SYSTEM).load(BytePath.of(path));
  }

  private static List<String> values(Unit unit) {
    List<String> values = new ArrayList<>();
    for (Assignment assignment : unit.assignments()) {
      values.add(assignment.value());
    }
    return values;
  }

  private static List<String> read(Unit unit) {
    List<String> paths = new ArrayList<>();
    for (BytePath path : unit.files()) {
      paths.add(path.toString());
    }
    return paths;
  }

  @Test
  void theDirectoryWithTheHighestPrecedenceHasTheUnit() throws IOException {
    files.marked(LIB + "a.service", "LIB=1");
    assertThat(values(load("a.service"))).containsExactly("LIB=1");
    files.marked(RUN + "a.service", "RUN=1");
    assertThat(values(load("a.service"))).containsExactly("RUN=1");
    files.marked(ETC + "a.service", "ETC=1");
    Unit unit = load("a.service");
    assertThat(values(unit)).containsExactly("ETC=1");
    assertThat(read(unit)).containsExactly(ETC + "a.service");
    assertThat(unit.fragment()).isEqualTo(BytePath.of(ETC + "a.service"));
    assertThat(unit.state()).isEqualTo(Unit.State.LOADED);
  }

  @Test
  void aUnitWithoutFileIsNotFound() throws IOException {
    assertThat(load("a.service").state()).isEqualTo(Unit.State.NOT_FOUND);
    assertThat(loadFile("/opt/a.service").state()).isEqualTo(Unit.State.NOT_FOUND);
    files.marked(ETC + "a.service.d/x.conf", "X=1");
    assertThat(load("a.service").state()).isEqualTo(Unit.State.NOT_FOUND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-> /dev/null"})
  void aUnitWhoseFileIsEmptyOrLeadsToDevNullIsMasked(String content) throws IOException {
    files.marked(LIB + "a.service", "LIB=1").with(RUN + "a.service", content);
    files.marked(LIB + "service.d/x.conf", "X=1");
    Unit unit = load("a.service");
    assertThat(unit.state()).isEqualTo(Unit.State.MASKED);
    assertThat(unit.assignments()).isEmpty();
    assertThat(read(unit)).containsExactly(RUN + "a.service");
    files.marked(LIB + "b@.service", "LIB=1").with(ETC + "b@m.service", content);
    assertThat(load("b@m.service").state()).isEqualTo(Unit.State.MASKED);
    assertThat(load("b@n.service").state()).isEqualTo(Unit.State.LOADED);
  }

  @Test
  void aFileOfTheInstanceHasPrecedenceOverTheTemplateOfAnyDirectory() throws IOException {
    files.marked(ETC + "a@.service", "T=1").marked(LIB + "a@x.service", "X=1");
    assertThat(values(load("a@x.service"))).containsExactly("X=1");
    Unit other = load("a@y.service");
    assertThat(values(other)).containsExactly("T=1");
    assertThat(other.name().full()).isEqualTo("a@y.service");
  }

  @Test
  void dropInsAreOrderedByNameOverAllDirectories() throws IOException {
    files.marked(LIB + "a.service", "BASE=1");
    files.marked(ETC + "a.service.d/b.conf", "B=etc").marked(LIB + "a.service.d/b.conf", "B=lib");
    files.marked(LIB + "a.service.d/a.conf", "A=lib").marked(RUN + "a.service.d/c.conf", "C=run");
    files.marked(RUN + "a.service.d/Z.conf", "Z=run").marked(LIB + "service.d/aa.conf", "AA=lib");
    files.marked(RUN + "a.service.d/.h.conf", "H=1").marked(RUN + "a.service.d/x.conf~", "X=1");
    Unit unit = load("a.service");
    assertThat(values(unit))
        .containsExactly("BASE=1", "Z=run", "A=lib", "AA=lib", "B=etc", "C=run");
    assertThat(read(unit))
        .containsExactly(
            LIB + "a.service",
            RUN + "a.service.d/Z.conf",
            LIB + "a.service.d/a.conf",
            LIB + "service.d/aa.conf",
            ETC + "a.service.d/b.conf",
            RUN + "a.service.d/c.conf");
  }

  /** Removes the drop-in that won, as often as there are some. */
  @Test
  void ofDropInsWithTheSameNameTheMostSpecificOfTheHighestDirectoryIsUsed() throws IOException {
    files.marked(RUN + "foo-bar@.service", "BASE=1");
    List<String> order =
        List.of(
            ETC + "foo-bar@x-y.service",
            ETC + "foo-bar@.service",
            ETC + "foo-.service",
            ETC + "foo-@x-y.service",
            ETC + "foo-@.service",
            RUN + "foo-bar@x-y.service",
            RUN + "foo-bar@.service",
            RUN + "foo-.service",
            RUN + "foo-@x-y.service",
            RUN + "foo-@.service",
            ETC + "service",
            RUN + "service");
    for (int first = 0; first < order.size(); first++) {
      FakeFiles left = new FakeFiles().marked(RUN + "foo-bar@.service", "BASE=1");
      for (String directory : order.subList(first, order.size())) {
        left.marked(directory + ".d/s.conf", "S=" + directory);
      }
      left.marked(RUN + "foo-bar@x-.service.d/s.conf", "S=never");
      Unit unit =
          new UnitLoader(left, UnitPath.SYSTEM)
              .load(Objects.requireNonNull(UnitName.parse("foo-bar@x-y.service")));
      assertThat(values(unit)).containsExactly("BASE=1", "S=" + order.get(first));
    }
  }

  @Test
  void aNameIsCutAfterEachOfItsDashes() throws IOException {
    files.marked(ETC + "a-b-c-.service", "BASE=1").marked(ETC + "a-b-.service.d/1.conf", "1");
    files.marked(ETC + "a-.service.d/2.conf", "2").marked(ETC + "a-b-c-.service.d/3.conf", "3");
    files.marked(ETC + "a.service.d/4.conf", "4").marked(ETC + "-.service.d/5.conf", "5");
    assertThat(values(load("a-b-c-.service"))).containsExactly("BASE=1", "1", "2", "3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-> /dev/null"})
  void anEmptyDropInMasksThoseOfLowerDirectories(String content) throws IOException {
    files.marked(LIB + "a.service", "BASE=1").marked(LIB + "a.service.d/n.conf", "N=1");
    assertThat(values(load("a.service"))).containsExactly("BASE=1", "N=1");
    files.with(ETC + "a.service.d/n.conf", content);
    assertThat(values(load("a.service"))).containsExactly("BASE=1");
  }

  @Test
  void aFileHasTheDropInsBesideItAndThoseOfTheUnitPath() throws IOException {
    files.marked("/opt/a@b.service", "BASE=1").marked("/opt/a@b.service.d/1.conf", "1=opt");
    files.marked(ETC + "a@b.service.d/1.conf", "1=etc").marked(ETC + "service.d/2.conf", "2=etc");
    files.marked("/opt/a@.service.d/3.conf", "3=opt").marked("/opt/service.d/4.conf", "4=opt");
    files.marked(LIB + "a@b.service", "LIB=1");
    assertThat(values(loadFile("/opt/a@b.service")))
        .containsExactly("BASE=1", "1=opt", "2=etc", "3=opt");
  }

  @Test
  void aFileOfTheUnitPathHasTheUsualPrecedence() throws IOException {
    files.marked(LIB + "a.service", "BASE=1").marked(LIB + "a.service.d/1.conf", "1=lib");
    files.marked(ETC + "a.service.d/1.conf", "1=etc");
    assertThat(values(loadFile(LIB + "a.service"))).containsExactly("BASE=1", "1=etc");
  }

  @Test
  void aFileThatDoesNotExistMayBeAnInstanceOfATemplateBesideIt() throws IOException {
    files.marked("/opt/a@.service", "T=1");
    Unit unit = loadFile("/opt/a@b.service");
    assertThat(values(unit)).containsExactly("T=1");
    assertThat(unit.name().instance()).isEqualTo("b");
    assertThat(unit.fragment()).isEqualTo(BytePath.of("/opt/a@.service"));
  }

  @Test
  void aFileWithAnotherNameIsRefused() {
    assertThatThrownBy(() -> loadFile("/opt/a.conf"))
        .isInstanceOf(InvalidUnitNameException.class)
        .hasMessage("/opt/a.conf: not the name of a unit: expected a name such as web.service");
  }

  @Test
  void aFileThatIsNotTrustedEndsTheLoading() {
    files.marked(ETC + "a.service", "A=1").marked(ETC + "a.service.d/untrusted.conf", "B=1");
    assertThatThrownBy(() -> load("a.service")).isInstanceOf(IOException.class);
  }

  @Test
  void aLinkToAnotherNameIsAnAliasOfThatUnit() throws IOException {
    files
        .marked(LIB + "real.service", "R=1")
        .with(ETC + "alias.service", "-> " + LIB + "real.service");
    files.marked(ETC + "real.service.d/a.conf", "A=real");
    files.marked(ETC + "alias.service.d/a.conf", "A=alias");
    files.marked(ETC + "alias.service.d/b.conf", "B=alias");
    Unit unit = load("alias.service");
    assertThat(unit.name().full()).isEqualTo("real.service");
    assertThat(values(unit)).containsExactly("R=1", "A=real", "B=alias");
    files.marked(ETC + "real.service", "ETC=1");
    assertThat(values(load("alias.service"))).containsExactly("ETC=1", "A=real", "B=alias");
  }

  @Test
  void anAliasOfATemplateKeepsTheInstance() throws IOException {
    files.marked(LIB + "t@.service", "T=1").with(LIB + "s@.service", "-> " + LIB + "t@.service");
    files.with(RUN + "t@one.service", "-> " + LIB + "t@.service").marked(ETC + "t@.service", "E=1");
    assertThat(load("s@z.service").name().full()).isEqualTo("t@z.service");
    assertThat(values(load("s@z.service"))).containsExactly("E=1");
    assertThat(values(load("t@one.service"))).containsExactly("E=1");
  }

  @Test
  void aLinkThatLeavesTheUnitPathIsNoAlias() throws IOException {
    files.marked("/opt/other.service", "O=1").with(ETC + "a.service", "-> /opt/other.service");
    Unit unit = load("a.service");
    assertThat(unit.name().full()).isEqualTo("a.service");
    assertThat(unit.fragment()).isEqualTo(BytePath.of("/opt/other.service"));
  }

  @Test
  void aWrongLineInADropInSparesOtherFilesAndOneInTheUnitDoesNot() throws IOException {
    files
        .marked(ETC + "a.service", "A=1")
        .with(ETC + "a.service.d/1.conf", "[Service]\nX=1\n[bad\nY=1\n");
    files.marked(ETC + "a.service.d/2.conf", "C=1");
    Unit unit = load("a.service");
    assertThat(values(unit)).containsExactly("A=1", "1", "C=1");
    assertThat(unit.problems()).extracting(Problem::level).containsExactly(Problem.Level.WARNING);
    files.with(ETC + "a.service", "[Service]\nA=1\n[bad\n");
    assertThat(values(load("a.service"))).containsExactly("1");
    assertThat(load("a.service").problems())
        .extracting(Problem::level)
        .containsExactly(Problem.Level.ERROR);
  }

  @Test
  void aUserHasDirectoriesOfTheirOwn() {
    assertThat(
            UnitPath.ofUser(
                BytePath.of("/home/u/.config"),
                BytePath.of("/run/user/1000"),
                BytePath.of("/home/u/.local/share")))
        .extracting(BytePath::toString)
        .containsExactly(
            "/home/u/.config/systemd/user",
            "/etc/systemd/user",
            "/run/user/1000/systemd/user",
            "/run/systemd/user",
            "/home/u/.local/share/systemd/user",
            "/usr/local/lib/systemd/user",
            "/usr/lib/systemd/user");
    assertThat(UnitPath.ofUser(BytePath.of("/c"), null, BytePath.of("/d"))).hasSize(6);
  }
}
