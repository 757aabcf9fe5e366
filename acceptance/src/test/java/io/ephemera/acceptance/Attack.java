// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import io.ephemera.testkit.Attacker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One class of attacks: a tree, the moves that the attacker repeats, the operations that run
 * meanwhile, and the files that must not change. In all texts {@code TOP} is the directory that
 * contains everything, and {@code USER} is the attacker.
 *
 * @param tree the initial tree, see {@link io.ephemera.testkit.Tree}
 * @param levels how many nested directories named {@code d}, owned by the attacker, are created in
 *     {@code TOP/pub/home/t}
 * @param moves the moves of the attacker, see {@link Attacker#repeating}
 * @param operations run in turn
 * @param outside must not be touched: trees, and inodes wherever the attacker moves them
 * @param unguarded the same work by code that checks a path and then uses it
 * @param share the share of the usual number of operations: 1 for all, 100 for a hundredth
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

  /** Lines, and the options to apply them, separated by blanks. */
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
   * What must not be touched.
   *
   * @param trees everything below these
   * @param held inodes that the attacker may rename; everything but their names
   * @param sealed directories in which no file may contain {@value Canary#SECRET}
   * @param never names that must never exist
   */
  record Outside(List<String> trees, List<String> held, List<String> sealed, List<String> never) {
    static Outside ofTrees(String... trees) {
      return new Outside(List.of(trees), List.of(), List.of(), List.of());
    }

    static Outside ofHeld(String... held) {
      return new Outside(List.of(), List.of(held), List.of(), List.of());
    }
  }

  /** Work without protection against the attack. */
  interface Unguarded {
    void once(Path top) throws IOException;
  }

  /** A class of an attacker without privileges and with all operations. */
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

  /** How many operations this class gets when the others get {@code operations}. */
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
