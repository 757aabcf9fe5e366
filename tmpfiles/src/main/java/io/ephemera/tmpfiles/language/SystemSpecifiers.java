// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Root;
import io.ephemera.process.Account;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The specifiers of a system or, in user mode, of a user.
 *
 * <p>What belongs to an installation (machine-id, os-release) is read below the root directory,
 * what belongs to the running kernel from there. Nothing is read before it is asked for. Not
 * thread-safe.
 */
public final class SystemSpecifiers implements Specifiers {
  private static final int MACHINE_ID_LENGTH = 32;

  private final Root root;
  private final Account identity;
  private final boolean userMode;
  private final BaseDirectories directories;
  private @Nullable Map<String, String> osRelease;
  private @Nullable SpecifierValue machineId;

  private SystemSpecifiers(Root root, Variables variables, Account identity, boolean userMode) {
    this.root = root;
    this.identity = identity;
    this.userMode = userMode;
    this.directories = new BaseDirectories(variables, identity);
  }

  /** The specifiers of the system below a root directory, which stays the caller's to close. */
  public static SystemSpecifiers ofSystem(Root root, Variables variables) {
    return new SystemSpecifiers(root, variables, Account.ROOT, false);
  }

  /** The specifiers of a user of the running system. */
  public static SystemSpecifiers ofUser(Root root, Variables variables, Account identity) {
    return new SystemSpecifiers(root, variables, identity, true);
  }

  @Override
  public SpecifierValue expand(char letter) {
    return switch (letter) {
      case 'C', 'D', 'L', 'S', 't' -> baseDirectory(letter);
      case 'T' -> value(temporary("/tmp"));
      case 'V' -> value(temporary("/var/tmp"));
      case 'h' -> value(directories.home());
      case 'u' -> value(identity.user());
      case 'U' -> value(Bytes.latin1(Integer.toUnsignedString(identity.uid())));
      case 'g' -> value(identity.group());
      case 'G' -> value(Bytes.latin1(Integer.toUnsignedString(identity.gid())));
      case 'a', 'b', 'H', 'l', 'q', 'v' -> value(KernelFacts.of(letter));
      case 'm' -> machineId();
      case 'A' -> release("IMAGE_VERSION");
      case 'B' -> release("BUILD_ID");
      case 'M' -> release("IMAGE_ID");
      case 'o' -> release("ID");
      case 'w' -> release("VERSION_ID");
      case 'W' -> release("VARIANT_ID");
      default -> new SpecifierValue.Unknown();
    };
  }

  private static SpecifierValue value(Bytes bytes) {
    return new SpecifierValue.Value(bytes);
  }

  private SpecifierValue baseDirectory(char letter) {
    if (!userMode) {
      return value(Bytes.latin1(systemDirectory(letter)));
    }
    return switch (letter) {
      case 'C' -> value(directories.ofUser("XDG_CACHE_HOME", ".cache"));
      case 'D' -> value(directories.ofUser("XDG_DATA_HOME", ".local/share"));
      case 'S' -> value(state());
      case 'L' -> value(BytePath.of(state()).append(BytePath.of("/log")).bytes());
      default -> runtimeDirectory();
    };
  }

  private static String systemDirectory(char letter) {
    return switch (letter) {
      case 'C' -> "/var/cache";
      case 'D' -> "/usr/share";
      case 'L' -> "/var/log";
      case 'S' -> "/var/lib";
      default -> "/run";
    };
  }

  private Bytes state() {
    return directories.ofUser("XDG_STATE_HOME", ".local/state");
  }

  private SpecifierValue runtimeDirectory() {
    Bytes path = directories.asGiven("XDG_RUNTIME_DIR");
    return path == null
        ? unresolvable("XDG_RUNTIME_DIR is not set to an absolute path")
        : value(path);
  }

  private Bytes temporary(String otherwise) {
    return root.isHost() ? directories.temporary(otherwise) : Bytes.latin1(otherwise);
  }

  private SpecifierValue machineId() {
    if (machineId == null) {
      machineId = readMachineId();
    }
    return machineId;
  }

  /** A system that is not yet initialized has none: usual where an image is built. */
  private SpecifierValue readMachineId() {
    Bytes content = SmallFile.readIfExists(root, BytePath.of("/etc/machine-id"));
    String text = content == null ? "" : content.latin1();
    String id = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    if (id.isEmpty() || id.equals("uninitialized")) {
      return unresolvable("/etc/machine-id is not initialized");
    }
    if (id.length() != MACHINE_ID_LENGTH || !isHexadecimal(id)) {
      return new SpecifierValue.Unresolvable(
          "/etc/machine-id does not hold 32 hexadecimal digits", Problem.Level.ABORT);
    }
    StringBuilder lower = new StringBuilder(MACHINE_ID_LENGTH);
    boolean zero = true;
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      zero &= c == '0';
      lower.append((char) (c >= 'A' && c <= 'F' ? c | 0x20 : c));
    }
    return zero
        ? unresolvable("/etc/machine-id is not initialized")
        : value(Bytes.latin1(lower.toString()));
  }

  private static boolean isHexadecimal(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Escapes.digit(text.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  private SpecifierValue release(String field) {
    if (osRelease == null) {
      Bytes content = releaseFile();
      if (content == null) {
        return unresolvable("there is no os-release file");
      }
      osRelease = OsRelease.parse(content);
    }
    String value = osRelease.get(field);
    return value(value == null ? Bytes.EMPTY : Bytes.latin1(value));
  }

  /**
   * The file that {@code $SYSTEMD_OS_RELEASE} names, below the root directory too, or the usual.
   */
  private @Nullable Bytes releaseFile() {
    BytePath named = directories.absolute("SYSTEMD_OS_RELEASE");
    if (named != null) {
      return SmallFile.readIfExists(root, named);
    }
    Bytes content = SmallFile.readIfExists(root, BytePath.of("/etc/os-release"));
    return content == null
        ? SmallFile.readIfExists(root, BytePath.of("/usr/lib/os-release"))
        : content;
  }

  private SpecifierValue unresolvable(String reason) {
    return new SpecifierValue.Unresolvable(
        reason, root.isHost() ? Problem.Level.NOTICE : Problem.Level.DEBUG);
  }
}
