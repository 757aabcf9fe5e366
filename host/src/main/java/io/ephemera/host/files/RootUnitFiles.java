// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.files;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.DirectoryStream;
import io.ephemera.fs.FileType;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.units.UnitFiles;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The unit files below a root directory, only to be looked at, so any user may have written them.
 * Each directory is listed once, and a name that is not in it costs nothing; one that cannot be
 * listed is noted, and has no files. Not thread-safe.
 */
final class RootUnitFiles implements UnitFiles {
  private static final int LARGEST = 16 << 20;
  private static final int MOST_NAMES = 100_000;

  /** Of all files together; Debian's have less than 1 MB. */
  private static final long MOST_BYTES = 256L << 20;

  private static final Bytes NOTHING = Bytes.latin1("/dev/null");

  private final Root root;
  private final RootFiles files;
  private final Consumer<String> gaps;
  private final Map<BytePath, Listing> listings = new HashMap<>();
  private final int mostNames;
  private long bytesLeft;
  private @Nullable BytePath top;

  /** What a directory has, with types that are hints. */
  private record Listing(Map<Name, FileType> entries, BytePath realPath) {}

  RootUnitFiles(Root root, Consumer<String> gaps) {
    this(root, gaps, MOST_NAMES, MOST_BYTES);
  }

  RootUnitFiles(Root root, Consumer<String> gaps, int mostNames, long mostBytes) {
    this.mostNames = mostNames;
    this.bytesLeft = mostBytes;
    this.root = root;
    this.files = new RootFiles(root);
    this.gaps = gaps;
  }

  @Override
  public List<Name> list(BytePath directory) {
    return List.copyOf(listing(directory).entries.keySet());
  }

  @Override
  public @Nullable Bytes readIfExists(BytePath path) throws IOException {
    FileType type = type(path);
    if (type == null) {
      return null;
    }
    if (type != FileType.REGULAR && leadsToNothing(path)) {
      return Bytes.EMPTY;
    }
    Bytes content = files.readIfExists(path, (int) Math.min(LARGEST, bytesLeft));
    bytesLeft -= content == null ? 0 : content.length();
    return content;
  }

  /** Whether it is a link to {@code /dev/null}, which an image need not have. */
  private boolean leadsToNothing(BytePath path) throws IOException {
    try (Inode found = root.findIfExists(path)) {
      return found != null && found.stat().isSymlink() && found.linkText().equals(NOTHING);
    }
  }

  @Override
  public BytePath realPath(BytePath path) throws IOException {
    Name name = path.name();
    if (name != null && type(path) == FileType.REGULAR) {
      return listing(path.parent()).realPath.child(name);
    }
    try (Inode found = root.follow(path)) {
      return below(found.realPath());
    }
  }

  private @Nullable FileType type(BytePath path) {
    Name name = path.name();
    return name == null ? null : listing(path.parent()).entries.get(name);
  }

  private Listing listing(BytePath directory) {
    Listing known = listings.get(directory);
    if (known == null) {
      known = isMissing(directory) ? new Listing(Map.of(), directory) : readOrNote(directory);
      listings.put(directory, known);
    }
    return known;
  }

  private Listing readOrNote(BytePath directory) {
    try {
      return read(directory);
    } catch (IOException e) {
      gaps.accept(String.valueOf(e.getMessage()));
      return new Listing(Map.of(), directory);
    }
  }

  /** Whether the listing of the directory above says so. */
  private boolean isMissing(BytePath directory) {
    Listing above = listings.get(directory.parent());
    Name name = directory.name();
    return above != null && name != null && !above.entries.containsKey(name);
  }

  private Listing read(BytePath directory) throws IOException {
    Map<Name, FileType> entries = new HashMap<>();
    try (Folder folder = files.openIfExists(directory)) {
      if (folder == null) {
        return new Listing(entries, directory);
      }
      DirectoryStream stream = folder.entries();
      Name name = stream.next();
      while (name != null) {
        if (entries.size() == mostNames) {
          throw new IOException(directory + " has more than " + mostNames + " entries");
        }
        entries.put(name, stream.type());
        name = stream.next();
      }
      return new Listing(entries, below(folder.realPath()));
    }
  }

  /** A path that the kernel told, as it is below the root directory. */
  private BytePath below(BytePath onHost) throws IOException {
    if (top == null) {
      try (Inode held = root.follow(BytePath.ROOT)) {
        top = held.realPath();
      }
    }
    if (top.isRoot() || !onHost.startsWith(top)) {
      return onHost;
    }
    Bytes rest = Bytes.of(onHost.bytes().toArray(), top.bytes().length(), onHost.bytes().length());
    return rest.isEmpty() ? BytePath.ROOT : BytePath.of(rest);
  }
}
