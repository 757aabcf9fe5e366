// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import org.jspecify.annotations.Nullable;

/**
 * The types of lines of tmpfiles.d(5) and their traits.
 *
 * <p>A new type is a constant here, a record in {@link Action} and a case in {@link ActionParser}.
 */
public enum LineType {
  /** {@code f}. */
  CREATE_FILE('f', Argument.TEXT, 0644, Trait.CREATES),
  /** {@code F}, the old spelling of {@code f+}. */
  TRUNCATE_FILE('F', Argument.TEXT, 0644, Trait.CREATES),
  /** {@code w}. */
  WRITE_FILE('w', Argument.REQUIRED_TEXT, 0644, Trait.GLOB, Trait.OWNING, Trait.PURGE, Trait.OWNER),
  /** {@code d}. */
  CREATE_DIRECTORY('d', Argument.NONE, 0755, Trait.CREATES_DIRECTORY),
  /** {@code D}. */
  TRUNCATE_DIRECTORY('D', Argument.NONE, 0755, Trait.CREATES_DIRECTORY),
  /** {@code e}. */
  ADJUST_DIRECTORY(
      'e', Argument.NONE, 0644, Trait.GLOB, Trait.OWNING, Trait.AGE, Trait.PURGE, Trait.OWNER),
  /** {@code v}. */
  CREATE_SUBVOLUME('v', Argument.NONE, 0755, Trait.CREATES_DIRECTORY),
  /** {@code q}. */
  CREATE_SUBVOLUME_INHERITING_QUOTA('q', Argument.NONE, 0755, Trait.CREATES_DIRECTORY),
  /** {@code Q}. */
  CREATE_SUBVOLUME_WITH_NEW_QUOTA('Q', Argument.NONE, 0755, Trait.CREATES_DIRECTORY),
  /** {@code p}. */
  CREATE_FIFO('p', Argument.NONE, 0644, Trait.CREATES),
  /** {@code L}. */
  CREATE_SYMLINK('L', Argument.PATH, 0644, Trait.CREATES),
  /** {@code c}. */
  CREATE_CHARACTER_DEVICE('c', Argument.REQUIRED_WORDS, 0644, Trait.CREATES),
  /** {@code b}. */
  CREATE_BLOCK_DEVICE('b', Argument.REQUIRED_WORDS, 0644, Trait.CREATES),
  /** {@code C}. */
  COPY('C', Argument.PATH, 0644, Trait.CREATES, Trait.AGE),
  /** {@code x}. */
  IGNORE_PATH('x', Argument.NONE, 0644, Trait.GLOB, Trait.OWNING, Trait.AGE),
  /** {@code X}. */
  IGNORE_INODE('X', Argument.NONE, 0644, Trait.GLOB, Trait.OWNING),
  /** {@code r}. */
  REMOVE('r', Argument.NONE, 0644, Trait.GLOB, Trait.OWNING, Trait.AGE),
  /** {@code R}. */
  REMOVE_RECURSIVELY('R', Argument.NONE, 0644, Trait.GLOB, Trait.OWNING, Trait.AGE),
  /** {@code m}, the old spelling of {@code z}. */
  ADJUST_MODE_LEGACY('m', Argument.NONE, 0644, Trait.ADJUSTS, Trait.OWNER),
  /** {@code z}. */
  ADJUST_MODE('z', Argument.NONE, 0644, Trait.ADJUSTS, Trait.OWNER),
  /** {@code Z}. */
  ADJUST_MODE_RECURSIVELY('Z', Argument.NONE, 0644, Trait.ADJUSTS_TREE, Trait.OWNER),
  /** {@code t}. */
  SET_XATTRS('t', Argument.REQUIRED_WORDS, 0644, Trait.ADJUSTS),
  /** {@code T}. */
  SET_XATTRS_RECURSIVELY('T', Argument.REQUIRED_WORDS, 0644, Trait.ADJUSTS_TREE),
  /** {@code h}. */
  SET_ATTRIBUTES('h', Argument.REQUIRED_WORDS, 0644, Trait.ADJUSTS),
  /** {@code H}. */
  SET_ATTRIBUTES_RECURSIVELY('H', Argument.REQUIRED_WORDS, 0644, Trait.ADJUSTS_TREE),
  /** {@code a}. */
  SET_ACL('a', Argument.REQUIRED_WORDS, 0644, Trait.ADJUSTS),
  /** {@code A}. */
  SET_ACL_RECURSIVELY('A', Argument.REQUIRED_WORDS, 0644, Trait.ADJUSTS_TREE),
  /** {@code k}. */
  SET_CAPABILITIES('k', Argument.REQUIRED_WORDS, 0644, Trait.ADJUSTS),
  /** {@code K}. */
  SET_CAPABILITIES_RECURSIVELY('K', Argument.REQUIRED_WORDS, 0644, Trait.ADJUSTS_TREE);

  /** The meaning of the seventh field. */
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
    PURGE(8),
    OWNER(16),
    /** Whatever a line creates it owns, and {@code $} can mark it. */
    CREATES(2 | 8 | 16 | 32),
    /** A directory that a line creates can be cleaned up by age. */
    CREATES_DIRECTORY(2 | 4 | 8 | 16 | 32 | 64),
    /** Existing files are found by a pattern. */
    ADJUSTS(1 | 128),
    ADJUSTS_TREE(1 | 128 | 256);

    private final int bits;

    Trait(int bits) {
      this.bits = bits;
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
      bits |= trait.bits;
    }
    this.traits = bits;
  }

  /** Whether a mistake in its argument leaves the line without effect, but valid. */
  boolean isForgiving() {
    return this == SET_XATTRS
        || this == SET_XATTRS_RECURSIVELY
        || this == SET_ACL
        || this == SET_ACL_RECURSIVELY
        || this == SET_CAPABILITIES
        || this == SET_CAPABILITIES_RECURSIVELY;
  }

  /** The type with this letter, or null. */
  static @Nullable LineType ofLetter(char letter) {
    return letter < BY_LETTER.length ? BY_LETTER[letter] : null;
  }

  /** The letters of all types. */
  static String letters() {
    return letters(0);
  }

  /** The letters of the types that {@code $} can follow. */
  static String purgeableLetters() {
    return letters(Trait.PURGE.bits);
  }

  private static String letters(int traits) {
    StringBuilder letters = new StringBuilder();
    for (LineType type : values()) {
      if ((type.traits & traits) == traits) {
        letters.append(type.letter);
      }
    }
    return letters.toString();
  }

  /** The letter of the type. */
  public char letter() {
    return letter;
  }

  /** Whether its path is a glob pattern (glob(7)). */
  public boolean isGlob() {
    return has(Trait.GLOB);
  }

  /** Whether it declares what a path is, so that two different lines for one path conflict. */
  public boolean isOwning() {
    return has(Trait.OWNING);
  }

  /** Whether it has an age, which decides what is cleaned up. */
  public boolean takesAge() {
    return has(Trait.AGE);
  }

  /** Whether {@code $} can follow it. */
  public boolean isPurgeable() {
    return has(Trait.PURGE);
  }

  /** Whether it uses its user and group. */
  public boolean takesOwner() {
    return has(Trait.OWNER);
  }

  /** Whether it uses its mode: a symbolic link has none. */
  public boolean takesMode() {
    return takesOwner() && this != CREATE_SYMLINK;
  }

  /** Whether it only changes the mode, owner or attributes of existing files. */
  public boolean adjusts() {
    return has(Trait.ADJUSTS);
  }

  /** Whether it does so in a whole tree. */
  public boolean adjustsTree() {
    return has(Trait.ADJUSTS_TREE);
  }

  /** Whether it removes its path. */
  public boolean removes() {
    Extent extent = removal();
    return extent == Extent.PATH || extent == Extent.TREE;
  }

  /** Whether it excludes its path from cleaning. */
  public boolean excludes() {
    return this == IGNORE_PATH || this == IGNORE_INODE;
  }

  /** The mode of what it creates if the line does not set one. */
  public int defaultMode() {
    return defaultMode;
  }

  /** Whether it creates its path if that does not exist. */
  public boolean creates() {
    return has(Trait.CREATES);
  }

  /** Whether it creates a directory or a subvolume. */
  public boolean createsDirectory() {
    return has(Trait.CREATES_DIRECTORY);
  }

  /** What {@code --remove} removes. */
  public Extent removal() {
    return switch (this) {
      case REMOVE -> Extent.PATH;
      case REMOVE_RECURSIVELY -> Extent.TREE;
      case TRUNCATE_DIRECTORY -> Extent.CONTENT;
      case CREATE_FILE,
          TRUNCATE_FILE,
          WRITE_FILE,
          CREATE_DIRECTORY,
          ADJUST_DIRECTORY,
          CREATE_SUBVOLUME,
          CREATE_SUBVOLUME_INHERITING_QUOTA,
          CREATE_SUBVOLUME_WITH_NEW_QUOTA,
          CREATE_FIFO,
          CREATE_SYMLINK,
          CREATE_CHARACTER_DEVICE,
          CREATE_BLOCK_DEVICE,
          COPY,
          IGNORE_PATH,
          IGNORE_INODE,
          ADJUST_MODE_LEGACY,
          ADJUST_MODE,
          ADJUST_MODE_RECURSIVELY,
          SET_XATTRS,
          SET_XATTRS_RECURSIVELY,
          SET_ATTRIBUTES,
          SET_ATTRIBUTES_RECURSIVELY,
          SET_ACL,
          SET_ACL_RECURSIVELY,
          SET_CAPABILITIES,
          SET_CAPABILITIES_RECURSIVELY ->
          Extent.NOTHING;
    };
  }

  /** What {@code --clean} cleans up by age. */
  public Extent ageing() {
    return switch (removal()) {
      case PATH, TREE -> removal();
      case CONTENT -> Extent.CONTENT;
      case NOTHING -> has(Trait.AGE) || this == IGNORE_INODE ? Extent.CONTENT : Extent.NOTHING;
    };
  }

  /** The meaning of its seventh field. */
  Argument argument() {
    return argument;
  }

  private boolean has(Trait trait) {
    return (traits & trait.bits) == trait.bits;
  }
}
