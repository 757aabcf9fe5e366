// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import org.jspecify.annotations.Nullable;

/**
 * The types of line of tmpfiles.d(5), and every fact about a type that is not its behaviour.
 *
 * <p>A new type is a constant here, a record in {@link Action} and a case where its argument is
 * read.
 */
public enum LineType {
  /** {@code f}. */
  CREATE_FILE('f', Argument.TEXT, 0644, Trait.OWNING, Trait.PURGE),
  /** {@code F}, the old spelling of {@code f+}. */
  TRUNCATE_FILE('F', Argument.TEXT, 0644, Trait.OWNING, Trait.PURGE),
  /** {@code w}. */
  WRITE_FILE('w', Argument.REQUIRED_TEXT, 0644, Trait.GLOB, Trait.OWNING, Trait.PURGE),
  /** {@code d}. */
  CREATE_DIRECTORY('d', Argument.NONE, 0755, Trait.OWNING, Trait.AGE, Trait.PURGE),
  /** {@code D}. */
  TRUNCATE_DIRECTORY('D', Argument.NONE, 0755, Trait.OWNING, Trait.AGE, Trait.PURGE),
  /** {@code e}. */
  ADJUST_DIRECTORY('e', Argument.NONE, 0644, Trait.GLOB, Trait.OWNING, Trait.AGE, Trait.PURGE),
  /** {@code v}. */
  CREATE_SUBVOLUME('v', Argument.NONE, 0755, Trait.OWNING, Trait.AGE, Trait.PURGE),
  /** {@code q}. */
  CREATE_SUBVOLUME_INHERITING_QUOTA('q', Argument.NONE, 0755, Trait.OWNING, Trait.AGE, Trait.PURGE),
  /** {@code Q}. */
  CREATE_SUBVOLUME_WITH_NEW_QUOTA('Q', Argument.NONE, 0755, Trait.OWNING, Trait.AGE, Trait.PURGE),
  /** {@code p}. */
  CREATE_FIFO('p', Argument.NONE, 0644, Trait.OWNING, Trait.PURGE),
  /** {@code L}. */
  CREATE_SYMLINK('L', Argument.PATH, 0644, Trait.OWNING, Trait.PURGE),
  /** {@code c}. */
  CREATE_CHARACTER_DEVICE('c', Argument.REQUIRED_WORDS, 0644, Trait.OWNING, Trait.PURGE),
  /** {@code b}. */
  CREATE_BLOCK_DEVICE('b', Argument.REQUIRED_WORDS, 0644, Trait.OWNING, Trait.PURGE),
  /** {@code C}. */
  COPY('C', Argument.PATH, 0644, Trait.OWNING, Trait.AGE, Trait.PURGE),
  /** {@code x}. */
  IGNORE_PATH('x', Argument.NONE, 0644, Trait.GLOB, Trait.OWNING, Trait.AGE),
  /** {@code X}. */
  IGNORE_INODE('X', Argument.NONE, 0644, Trait.GLOB, Trait.OWNING),
  /** {@code r}. */
  REMOVE('r', Argument.NONE, 0644, Trait.GLOB, Trait.OWNING, Trait.AGE),
  /** {@code R}. */
  REMOVE_RECURSIVELY('R', Argument.NONE, 0644, Trait.GLOB, Trait.OWNING, Trait.AGE),
  /** {@code m}, the old spelling of {@code z}. */
  ADJUST_MODE_LEGACY('m', Argument.NONE, 0644, Trait.GLOB),
  /** {@code z}. */
  ADJUST_MODE('z', Argument.NONE, 0644, Trait.GLOB),
  /** {@code Z}. */
  ADJUST_MODE_RECURSIVELY('Z', Argument.NONE, 0644, Trait.GLOB),
  /** {@code t}. */
  SET_XATTRS('t', Argument.REQUIRED_WORDS, 0644, Trait.GLOB),
  /** {@code T}. */
  SET_XATTRS_RECURSIVELY('T', Argument.REQUIRED_WORDS, 0644, Trait.GLOB),
  /** {@code h}. */
  SET_ATTRIBUTES('h', Argument.REQUIRED_WORDS, 0644, Trait.GLOB),
  /** {@code H}. */
  SET_ATTRIBUTES_RECURSIVELY('H', Argument.REQUIRED_WORDS, 0644, Trait.GLOB),
  /** {@code a}. */
  SET_ACL('a', Argument.REQUIRED_WORDS, 0644, Trait.GLOB),
  /** {@code A}. */
  SET_ACL_RECURSIVELY('A', Argument.REQUIRED_WORDS, 0644, Trait.GLOB),
  /** {@code k}. */
  SET_CAPABILITIES('k', Argument.REQUIRED_WORDS, 0644, Trait.GLOB),
  /** {@code K}. */
  SET_CAPABILITIES_RECURSIVELY('K', Argument.REQUIRED_WORDS, 0644, Trait.GLOB);

  /** What the seventh field of a type is. */
  enum Argument {
    NONE,
    TEXT,
    REQUIRED_TEXT,
    PATH,
    REQUIRED_WORDS
  }

  private enum Trait {
    GLOB(1),
    OWNING(2),
    AGE(4),
    PURGE(8);

    private final int bit;

    Trait(int bit) {
      this.bit = bit;
    }
  }

  private static final LineType[] BY_LETTER = new LineType['z' + 1];

  static {
    for (LineType type : values()) {
      BY_LETTER[type.letter] = type;
    }
  }

  private final char letter;
  private final Argument argument;
  private final int defaultMode;
  private final int traits;

  LineType(char letter, Argument argument, int defaultMode, Trait... traits) {
    this.letter = letter;
    this.argument = argument;
    this.defaultMode = defaultMode;
    int bits = 0;
    for (Trait trait : traits) {
      bits |= trait.bit;
    }
    this.traits = bits;
  }

  /** The type with a letter, or null. */
  static @Nullable LineType ofLetter(char letter) {
    return letter < BY_LETTER.length ? BY_LETTER[letter] : null;
  }

  /** The letters of all types. */
  static String letters() {
    StringBuilder letters = new StringBuilder();
    for (LineType type : values()) {
      letters.append(type.letter);
    }
    return letters.toString();
  }

  /** The letter it is written with. */
  public char letter() {
    return letter;
  }

  /** Whether its path is a glob pattern (glob(7)). */
  public boolean isGlob() {
    return has(Trait.GLOB);
  }

  /** Whether it says what a path is, so that a second, different line for the path is a mistake. */
  public boolean isOwning() {
    return has(Trait.OWNING);
  }

  /** Whether its age says what is cleaned. */
  public boolean takesAge() {
    return has(Trait.AGE);
  }

  /** Whether {@code $} may follow it. */
  public boolean isPurgeable() {
    return has(Trait.PURGE);
  }

  /** The mode of what it creates where the line names none. */
  public int defaultMode() {
    return defaultMode;
  }

  Argument argument() {
    return argument;
  }

  private boolean has(Trait trait) {
    return (traits & trait.bit) != 0;
  }
}
