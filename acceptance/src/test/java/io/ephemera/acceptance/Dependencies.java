// SPDX-License-Identifier: Apache-2.0
package io.ephemera.acceptance;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/**
 * Dependencies, as arrows: between modules, from their descriptors, or between packages, from class
 * files as jdeps(1) reads them.
 */
record Dependencies(Map<String, NavigableSet<String>> arrows) {
  private static final String OURS = "io.ephemera";

  /** The arrows between our modules in directories of classes, from {@code requires}. */
  static Dependencies ofModules(Collection<Path> classes) {
    Map<String, NavigableSet<String>> arrows = new TreeMap<>();
    for (ModuleReference module : ModuleFinder.of(classes.toArray(Path[]::new)).findAll()) {
      ModuleDescriptor descriptor = module.descriptor();
      NavigableSet<String> known =
          descriptor.requires().stream()
              .map(ModuleDescriptor.Requires::name)
              .filter(name -> name.startsWith(OURS))
              .collect(Collectors.toCollection(TreeSet::new));
      arrows.put(descriptor.name(), known);
    }
    return new Dependencies(arrows);
  }

  /**
   * The arrows between our packages in directories of classes.
   *
   * @param libraries a directory with the other modules that they need
   */
  static Dependencies ofPackages(Collection<Path> classes, Path libraries) {
    List<String> words = new ArrayList<>(List.of("-verbose:package", "-filter:package"));
    words.addAll(List.of("--ignore-missing-deps", "--multi-release", "base"));
    words.addAll(List.of("--module-path", libraries.toString()));
    classes.forEach(folder -> words.add(folder.toString()));
    Map<String, NavigableSet<String>> arrows = new TreeMap<>();
    for (String line : jdeps(words).split("\n", -1)) {
      String[] fields = line.strip().split("\\s+", -1);
      if (line.startsWith("   ") && fields.length > 2 && fields[1].equals("->")) {
        add(arrows, fields[0], fields[2]);
      }
    }
    return new Dependencies(arrows);
  }

  private static void add(Map<String, NavigableSet<String>> arrows, String from, String to) {
    if (from.startsWith(OURS) && to.startsWith(OURS) && !from.equals(to)) {
      boolean ignored = arrows.computeIfAbsent(from, name -> new TreeSet<>()).add(to);
    }
  }

  private static String jdeps(List<String> words) {
    StringWriter said = new StringWriter();
    StringWriter complaints = new StringWriter();
    int status =
        ToolProvider.findFirst("jdeps")
            .orElseThrow()
            .run(new PrintWriter(said), new PrintWriter(complaints), words.toArray(String[]::new));
    if (status != 0) {
      throw new IllegalStateException("jdeps: " + said + complaints);
    }
    return said.toString();
  }

  /** A path along the arrows that ends where it begins; empty where there is none. */
  List<String> cycle() {
    for (String start : arrows.keySet()) {
      List<String> path = pathBack(start);
      if (!path.isEmpty()) {
        return path;
      }
    }
    return List.of();
  }

  /** The shortest path from a node to itself. */
  private List<String> pathBack(String start) {
    Set<String> seen = new HashSet<>();
    Deque<List<String>> paths = new ArrayDeque<>(List.of(List.of(start)));
    while (!paths.isEmpty()) {
      List<String> path = paths.remove();
      for (String next : arrows.getOrDefault(path.getLast(), new TreeSet<>())) {
        List<String> longer = new ArrayList<>(path);
        longer.add(next);
        if (next.equals(start)) {
          return longer;
        }
        if (seen.add(next)) {
          paths.add(longer);
        }
      }
    }
    return List.of();
  }
}
