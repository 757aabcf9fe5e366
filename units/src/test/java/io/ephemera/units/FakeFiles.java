// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Files as a table: a path and its content each, {@code -> TARGET} for a symbolic link. */
final class FakeFiles implements UnitFiles {
  private static final String LINK = "-> ";

  private final Map<String, String> contents = new TreeMap<>();

  FakeFiles with(String path, String content) {
    contents.put(path, content);
    return this;
  }

  /** A unit file or drop-in that sets one variable. */
  FakeFiles marked(String path, String mark) {
    return with(path, "[Service]\nEnvironment=" + mark + "\n");
  }

  @Override
  public @Nullable Bytes readIfExists(BytePath path) throws IOException {
    if (path.latin1().contains("untrusted")) {
      throw new IOException(path + ": belongs to another user");
    }
    String content = contents.get(realPath(path).latin1());
    return realPath(path).latin1().equals("/dev/null")
        ? Bytes.EMPTY
        : content == null ? null : Bytes.latin1(content);
  }

  @Override
  public List<Name> list(BytePath directory) {
    List<Name> names = new ArrayList<>();
    for (String path : contents.keySet()) {
      BytePath known = BytePath.of(path);
      if (known.parent().equals(directory)) {
        names.add(0, Name.of(path.substring(path.lastIndexOf('/') + 1)));
      }
    }
    return names;
  }

  @Override
  public BytePath realPath(BytePath path) {
    String content = contents.get(path.latin1());
    return content != null && content.startsWith(LINK)
        ? realPath(BytePath.of(content.substring(LINK.length())))
        : path;
  }
}
