// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.testkit.TestFolder;
import java.io.IOException;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Random trees of links, loops and {@code ..}, all of one owner, resolved by both openers and by
 * the kernel. Seeded: a failure names its tree.
 */
class RandomTreeTest extends FsTestCase {
  private static final int TREES = 2000;
  private static final int PATHS = 12;
  private static final String[] NAMES = {"a", "b", "c"};

  RandomTreeTest() {
    super(TestFolder.inMemory());
  }

  @Test
  void bothOpenersReachTheSameAsTheKernel() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int seed = 0; seed < TREES; seed++) {
      plant(seed, text);
    }
    build(text.toString());
    Set<String> outcomes = new HashSet<>();
    for (int seed = 0; seed < TREES; seed++) {
      compare(seed, outcomes);
    }
    assertThat(outcomes).contains("ENOENT", "ENOTDIR", "ELOOP").hasSizeGreaterThan(TREES);
  }

  private void compare(int seed, Set<String> outcomes) throws IOException {
    BytePath top = bytePath(path("t" + seed));
    Random random = new Random(~seed);
    try (Directory kernel = Directory.openAmbient(top);
        Root first = Root.at(top, ComponentOpener.OPENAT2);
        Root second = Root.at(top, ComponentOpener.OPENAT)) {
      for (int i = 0; i < PATHS; i++) {
        String path = "/" + components(random, 1 + random.nextInt(4), NAMES);
        boolean follow = random.nextBoolean();
        String expected = Resolutions.oracle(kernel, path, follow);
        String tree = "tree " + seed + ", " + path + (follow ? " followed" : "");
        assertThat(Resolutions.outcome(first, path, follow)).as(tree).isEqualTo(expected);
        assertThat(Resolutions.outcome(second, path, follow)).as(tree).isEqualTo(expected);
        outcomes.add(expected);
      }
    }
  }

  /** Three levels; each name is a directory, a link, a file or does not exist. */
  private static void plant(int seed, StringBuilder text) {
    text.append("t").append(seed).append("/\n");
    plant(new Random(seed), "t" + seed, 0, text);
  }

  private static void plant(Random random, String parent, int depth, StringBuilder text) {
    for (String name : NAMES) {
      int kind = random.nextInt(10);
      String path = parent + "/" + name;
      if (kind < 4 && depth < 3) {
        text.append(path).append("/\n");
        plant(random, path, depth + 1, text);
      } else if (kind < 8) {
        text.append(path).append(" => ").append(target(random)).append('\n');
      } else if (kind == 8) {
        text.append(path).append('\n');
      }
    }
  }

  private static String target(Random random) {
    String[] parts = {"a", "b", "c", "..", "..", "."};
    String start = random.nextInt(3) == 0 ? "/" : "";
    String path = start + components(random, random.nextInt(5), parts);
    // The kernel asks for a directory where a text ends in "/" or "/."; we take its simplest form.
    String simple = BytePath.of(path).latin1();
    return simple.isEmpty() ? "." : simple;
  }

  private static String components(Random random, int count, String[] parts) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < count; i++) {
      path.append(i == 0 ? "" : random.nextInt(8) == 0 ? "//" : "/");
      path.append(parts[random.nextInt(parts.length)]);
    }
    return path.toString();
  }
}
