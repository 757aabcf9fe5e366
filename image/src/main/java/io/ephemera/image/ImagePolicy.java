// SPDX-License-Identifier: Apache-2.0
package io.ephemera.image;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A policy on the partitions of a disk image, systemd.image-policy(7). Only the root partition is
 * used, and only without protection, so rules for other partitions have no effect.
 */
public final class ImagePolicy {
  /** For a rule without a protection flag. A policy without any rule is {@link #UNUSED}. */
  private static final Set<String> OPEN = Set.of("open");

  private static final Set<String> UNUSED = Set.of("unused", "absent");

  private static final List<String> PARTITIONS =
      List.of(
          "root",
          "usr",
          "home",
          "srv",
          "esp",
          "xbootldr",
          "swap",
          "root-verity",
          "root-verity-sig",
          "usr-verity",
          "usr-verity-sig",
          "tmp",
          "var");
  private static final List<String> PROTECTION =
      List.of(
          "unprotected",
          "verity",
          "signed",
          "encrypted",
          "encryptedwithintegrity",
          "unused",
          "absent",
          "open",
          "ignore");
  private static final List<String> ATTRIBUTES =
      List.of("read-only-on", "read-only-off", "growfs-on", "growfs-off");

  private final String text;
  private final Set<String> root;

  private ImagePolicy(String text, Set<String> root) {
    this.text = text;
    this.root = root;
  }

  /** The default policy, which allows everything. */
  public static ImagePolicy open() {
    return new ImagePolicy("*", OPEN);
  }

  /**
   * Parses a policy.
   *
   * @throws InvalidPolicyException if it is none
   */
  public static ImagePolicy of(String text) throws InvalidPolicyException {
    return switch (text) {
      case "*" -> open();
      case "-" -> new ImagePolicy(text, UNUSED);
      case "~" -> new ImagePolicy(text, Set.of("absent"));
      default -> new ImagePolicy(text, ofRoot(rules(text)));
    };
  }

  private static Set<String> ofRoot(Map<String, Set<String>> rules) {
    return rules.getOrDefault("root", rules.getOrDefault("", UNUSED));
  }

  private static Map<String, Set<String>> rules(String text) throws InvalidPolicyException {
    Map<String, Set<String>> rules = new HashMap<>();
    if (text.isEmpty()) {
      return rules;
    }
    for (String rule : text.split(":", -1)) {
      int equals = rule.indexOf('=');
      require(equals >= 0, "expected PARTITION=FLAGS", text);
      String partition = rule.substring(0, equals).strip();
      boolean known = partition.isEmpty() || PARTITIONS.contains(partition);
      require(known, "unknown partition '" + partition + "'", text);
      Set<String> flags = flags(rule.substring(equals + 1).strip(), text);
      require(rules.put(partition, flags) == null, "more than one rule for a partition", text);
    }
    return rules;
  }

  private static Set<String> flags(String words, String text) throws InvalidPolicyException {
    if (words.isEmpty()) {
      return OPEN;
    }
    Set<String> flags = new HashSet<>(List.of(words.split("\\+", -1)));
    boolean protection = false;
    for (String flag : flags) {
      protection |= PROTECTION.contains(flag);
      boolean known = PROTECTION.contains(flag) || ATTRIBUTES.contains(flag);
      require(known, "unknown flag '" + flag + "'", text);
    }
    if (!protection) {
      flags.addAll(OPEN);
    }
    return flags;
  }

  private static void require(boolean right, String otherwise, String text)
      throws InvalidPolicyException {
    if (!right) {
      throw new InvalidPolicyException("invalid image policy '" + text + "': " + otherwise);
    }
  }

  /**
   * Checks that the policy allows a root partition without protection.
   *
   * @throws IOException if it does not
   */
  void check(Partition partition) throws IOException {
    if (!root.contains("unprotected") && !root.contains("open")) {
      boolean ignored = root.contains("unused") || root.contains("ignore");
      throw new IOException(
          "the image policy '"
              + text
              + (ignored
                  ? "' leaves the root partition unused"
                  : "' does not allow an unprotected root partition"));
    }
    checkAttribute("read-only", partition.isReadOnly());
    checkAttribute("growfs", partition.isGrowing());
  }

  private void checkAttribute(String name, boolean set) throws IOException {
    boolean on = root.contains(name + "-on");
    boolean off = root.contains(name + "-off");
    if (on != off && on != set) {
      throw new IOException(
          "the image policy '"
              + text
              + "' requires the root partition to be "
              + name
              + (on ? "-on" : "-off"));
    }
  }
}
