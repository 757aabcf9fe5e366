// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import io.ephemera.testkit.Attacker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One class of attacks: what stands there, which moves the attacker makes over and over, what is
 * carried out meanwhile, and what must stay as it is. In all texts {@code TOP} is the directory
 * that all of it stands in, {@code USER} the attacker.
 *
 * @param tree what stands there at first, see {@link io.ephemera.testkit.Tree}
 * @param levels how many directories called {@code d} are made one in another, the attacker's, in
 *     {@code TOP/pub/home/t}
 * @param moves what the attacker does, see {@link Attacker#repeating}
 * @param operations carried out in turn
 * @param outside what nobody may touch: trees, and single inodes wherever the attacker moves them
 * @param unguarded the same work, done by a walk that looks at a path and then uses it
 * @param share which part of the operations of the other classes: 1 for all, 100 for a hundredth
 */
record Attack(
    String name,
    String tree,
    int levels,
    Attacker.Rights rights,
    boolean linksUnprotected,
    List<String> moves,
    List<Scenario> operations,
    Outside outside,
    Unguarded unguarded,
    int share) {

  /** Lines and the options that carry them out, separated by a blank. */
  record Scenario(String options, List<String> lines) {
    static Scenario of(String options, String lines) {
      return new Scenario(options, lines.lines().toList());
    }

    List<String> optionList() {
      return List.of(options.split(" ", -1));
    }

    List<String> at(Path top) {
      return lines.stream().map(line -> named(line, top)).toList();
    }
  }

  /**
   * What nobody may touch.
   *
   * @param trees everything below these
   * @param held inodes that the attacker may rename: everything about them but their name
   * @param sealed directories in which no file may hold {@value Canary#SECRET}
   * @param never names at which nothing may ever stand
   */
  record Outside(List<String> trees, List<String> held, List<String> sealed, List<String> never) {
    static Outside ofTrees(String... trees) {
      return new Outside(List.of(trees), List.of(), List.of(), List.of());
    }

    static Outside ofHeld(String... held) {
      return new Outside(List.of(), List.of(held), List.of(), List.of());
    }
  }

  /** Work without a guard. */
  interface Unguarded {
    void once(Path top) throws IOException;
  }

  /** A class with usual rights, in full number. */
  static Attack of(
      String name,
      String tree,
      String moves,
      Outside outside,
      Unguarded unguarded,
      Scenario... operations) {
    return new Attack(
        name,
        tree,
        0,
        Attacker.Rights.NONE,
        false,
        words(moves),
        List.of(operations),
        outside,
        unguarded,
        1);
  }

  Attack by(Attacker.Rights other) {
    return new Attack(
        name, tree, levels, other, linksUnprotected, moves, operations, outside, unguarded, share);
  }

  Attack withLinksUnprotected() {
    return new Attack(
        name, tree, levels, rights, true, moves, operations, outside, unguarded, share);
  }

  Attack deep(int newLevels, int newShare) {
    return new Attack(
        name,
        tree,
        newLevels,
        rights,
        linksUnprotected,
        moves,
        operations,
        outside,
        unguarded,
        newShare);
  }

  private static List<String> words(String moves) {
    return moves.lines().flatMap(line -> Stream.of(line.strip().split(" +", -1))).toList();
  }

  /** How many of so many operations this class gets. */
  int part(int operations) {
    return Math.max(operations / share, operations().size());
  }

  String treeAt(Path top) {
    return named(tree, top);
  }

  List<String> movesAt(Path top) {
    return moves.stream().map(move -> named(move, top)).toList();
  }

  private static String named(String text, Path top) {
    return text.replace("TOP", top.toString()).replace("USER", Attacker.UID + ":" + Attacker.UID);
  }

  @Override
  public String toString() {
    return name;
  }
}
