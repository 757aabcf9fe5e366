// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.units.syntax.Assignment;
import io.ephemera.units.syntax.ParsedUnit;
import io.ephemera.units.syntax.UnitParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds and reads the file of a unit and its drop-ins (systemd.unit(5)). Makes no system call
 * itself. Not thread-safe.
 */
public final class UnitLoader {
  private final UnitFiles files;
  private final List<BytePath> unitPath;

  /**
   * A loader.
   *
   * @param unitPath the directories of unit files, the highest precedence first, see {@link
   *     UnitPath}
   */
  public UnitLoader(UnitFiles files, List<BytePath> unitPath) {
    this.files = files;
    this.unitPath = List.copyOf(unitPath);
  }

  /**
   * The unit with a name.
   *
   * @throws IOException if a file cannot be read or must not be trusted
   */
  public Unit load(UnitName name) throws IOException {
    Fragment fragment = new FragmentSearch(files, unitPath).find(name);
    return fragment == null ? missing(name) : load(fragment, name, null);
  }

  /**
   * The unit in a file. If there is no file {@code foo@bar.service}, its template {@code
   * foo@.service} in the same directory is read.
   *
   * <p>Its drop-ins are those of its name in the unit path, and those in {@code foo@bar.service.d}
   * and {@code foo@.service.d} beside it, which have the highest precedence if that directory is
   * not in the unit path.
   *
   * @param file absolute
   * @throws InvalidUnitNameException if its name is not the name of a unit
   * @throws IOException if a file cannot be read or must not be trusted
   */
  public Unit load(BytePath file) throws IOException {
    Name entry = file.name();
    UnitName name = entry == null ? null : UnitName.parse(entry.bytes().latin1());
    if (name == null) {
      throw new InvalidUnitNameException(
          file + ": not the name of a unit: expected a name such as web.service");
    }
    BytePath directory = file.parent();
    Fragment fragment = new FragmentSearch(files, List.of(directory)).find(name);
    return fragment == null ? missing(name) : load(fragment, name, directory);
  }

  private static Unit missing(UnitName name) {
    return new Unit(name, Unit.State.NOT_FOUND, null, List.of(), List.of(), List.of());
  }

  private Unit load(Fragment fragment, UnitName askedFor, @Nullable BytePath beside)
      throws IOException {
    BytePath path = fragment.path();
    UnitName name = fragment.name();
    if (fragment.content().isEmpty()) {
      return new Unit(name, Unit.State.MASKED, path, List.of(), List.of(path), List.of());
    }
    List<BytePath> read = new ArrayList<>(List.of(path));
    ParsedUnit parsed =
        UnitParser.parseFragment(path.toString(), fragment.content(), name.typeSection());
    List<Assignment> assignments = new ArrayList<>(parsed.assignments());
    List<Problem> problems = new ArrayList<>(parsed.problems());
    if (parsed.isComplete()) {
      for (BytePath dropIn : dropIns(name, askedFor, beside)) {
        Bytes content = files.readIfExists(dropIn);
        if (content != null && !content.isEmpty()) {
          ParsedUnit more = UnitParser.parseDropIn(dropIn.toString(), content, name.typeSection());
          read.add(dropIn);
          assignments.addAll(more.assignments());
          problems.addAll(more.problems());
        }
      }
    }
    return new Unit(
        name,
        Unit.State.LOADED,
        files.realPath(path),
        List.copyOf(assignments),
        List.copyOf(read),
        List.copyOf(problems));
  }

  private Iterable<BytePath> dropIns(UnitName name, UnitName alias, @Nullable BytePath beside)
      throws IOException {
    DropIns dropIns = new DropIns(files);
    if (beside != null && !unitPath.contains(beside)) {
      dropIns.add(beside.child(entry(name.full() + ".d")));
      if (name.isInstance()) {
        dropIns.add(beside.child(entry(name.template().full() + ".d")));
      }
    }
    add(DropInDirectories.of(name), dropIns);
    if (!alias.equals(name)) {
      add(DropInDirectories.of(alias), dropIns);
    }
    add(List.of(DropInDirectories.ofType(name)), dropIns);
    return dropIns.paths();
  }

  private void add(List<String> names, DropIns dropIns) throws IOException {
    for (BytePath directory : unitPath) {
      for (String name : names) {
        dropIns.add(directory.child(entry(name)));
      }
    }
  }

  private static Name entry(String latin1) {
    return Name.of(Bytes.latin1(latin1));
  }
}
