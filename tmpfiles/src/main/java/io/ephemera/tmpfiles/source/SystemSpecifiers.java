// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.source;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Root;
import io.ephemera.process.Account;
import io.ephemera.tmpfiles.language.Numbers;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.tmpfiles.language.SpecifierValue;
import io.ephemera.tmpfiles.language.Specifiers;
import io.ephemera.tmpfiles.language.Variables;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The specifiers of a system or, in user mode, of a user.
 *
 * <p>Values of an installation (machine ID, os-release) are read below the root directory, values
 * of the running kernel from the kernel. Nothing is read before it is needed. Not thread-safe.
 */
public final class SystemSpecifiers implements Specifiers {
  private static final int MACHINE_ID_LENGTH = 32;

  private final Root root;
  private final Account account;
  private final boolean userMode;
  private final BaseDirectories directories;
  private @Nullable Map<String, String> osRelease;
  private @Nullable SpecifierValue machineId;

  private SystemSpecifiers(Root root, Variables variables, Account account, boolean userMode) {
    this.root = root;
    this.account = account;
    this.userMode = userMode;
    this.directories = new BaseDirectories(variables, account);
  }

  /** The specifiers of the system below a root directory, which the caller closes. */
  public static SystemSpecifiers ofSystem(Root root, Variables variables) {
    return new SystemSpecifiers(root, variables, Account.ROOT, false);
  }

  /** The specifiers of a user of the running system. */
  public static SystemSpecifiers ofUser(Root root, Variables variables, Account account) {
    return new SystemSpecifiers(root, variables, account, true);
  }

  @Override
  public SpecifierValue expand(char letter) {
    try {
      return valueOf(letter);
    } catch (IOException e) {
      return unknown(String.valueOf(e.getMessage()));
    }
  }

  private SpecifierValue valueOf(char letter) throws IOException {
    return switch (letter) {
      case 'a' -> value(KernelFacts.architecture());
      case 'A' -> release("IMAGE_VERSION");
      case 'b' -> value(KernelFacts.bootId());
      case 'B' -> release("BUILD_ID");
      case 'C' -> baseDirectory("/var/cache", "XDG_CACHE_HOME", ".cache");
      case 'D' -> baseDirectory("/usr/share", "XDG_DATA_HOME", ".local/share");
      case 'g' -> name(account.group(), "group", account.gid());
      case 'G' -> value(number(account.gid()));
      case 'h' -> home();
      case 'H' -> value(KernelFacts.hostName());
      case 'l' -> value(KernelFacts.shortHostName());
      case 'L' -> logDirectory();
      case 'm' -> machineId();
      case 'M' -> release("IMAGE_ID");
      case 'o' -> release("ID");
      case 'q' -> value(KernelFacts.prettyHostName());
      case 'S' -> baseDirectory("/var/lib", "XDG_STATE_HOME", ".local/state");
      case 't' -> runtimeDirectory();
      case 'T' -> temporaryDirectory("/tmp");
      case 'u' -> name(account.user(), "user", account.uid());
      case 'U' -> value(number(account.uid()));
      case 'v' -> value(KernelFacts.release());
      case 'V' -> temporaryDirectory("/var/tmp");
      case 'w' -> release("VERSION_ID");
      case 'W' -> release("VARIANT_ID");
      default -> new SpecifierValue.Unknown();
    };
  }

  private static SpecifierValue value(Bytes bytes) {
    return new SpecifierValue.Value(bytes);
  }

  private static SpecifierValue value(String latin1) {
    return value(Bytes.latin1(latin1));
  }

  private static String number(int id) {
    return Integer.toUnsignedString(id);
  }

  /** A value that exists, but cannot be found out. No other value takes its place. */
  private static SpecifierValue unknown(String reason) {
    return new SpecifierValue.Unresolvable(reason, Problem.Level.ERROR);
  }

  private SpecifierValue baseDirectory(String ofSystem, String variable, String belowHome) {
    if (!userMode) {
      return value(ofSystem);
    }
    Bytes directory = directories.ofUser(variable, belowHome);
    return directory == null ? homeless(variable) : value(directory);
  }

  private SpecifierValue logDirectory() {
    if (!userMode) {
      return value("/var/log");
    }
    Bytes state = directories.ofUser("XDG_STATE_HOME", ".local/state");
    return state == null
        ? homeless("XDG_STATE_HOME")
        : value(BytePath.of(state).append(BytePath.of("/log")).bytes());
  }

  private SpecifierValue home() {
    Bytes home = directories.home();
    return home == null ? unknown(directories.homeless()) : value(home);
  }

  private SpecifierValue homeless(String variable) {
    return unknown(variable + " is not set to an absolute path, " + directories.homeless());
  }

  private static SpecifierValue name(@Nullable Bytes name, String kind, int id) {
    return name == null
        ? unknown("the name service cannot say the name of " + kind + " " + number(id))
        : value(name);
  }

  private SpecifierValue runtimeDirectory() {
    if (!userMode) {
      return value("/run");
    }
    Bytes path = directories.asGiven("XDG_RUNTIME_DIR");
    return path == null
        ? unresolvable("XDG_RUNTIME_DIR is not set to an absolute path")
        : value(path);
  }

  private SpecifierValue temporaryDirectory(String otherwise) {
    return root.isHost() ? value(directories.temporary(otherwise)) : value(otherwise);
  }

  private SpecifierValue machineId() throws IOException {
    if (machineId == null) {
      machineId = readMachineId();
    }
    return machineId;
  }

  /** A system that was never booted has no machine ID, as is usual while an image is built. */
  private SpecifierValue readMachineId() throws IOException {
    Bytes content = SmallFile.readIfExists(root, BytePath.of("/etc/machine-id"));
    String text = content == null ? "" : content.latin1();
    String id = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    if (id.isEmpty() || id.equals("uninitialized")) {
      return unresolvable("/etc/machine-id is not initialized");
    }
    if (id.length() != MACHINE_ID_LENGTH || !isHexadecimal(id)) {
      return new SpecifierValue.Unresolvable(
          "/etc/machine-id does not contain 32 hexadecimal digits", Problem.Level.ABORT);
    }
    StringBuilder lower = new StringBuilder(MACHINE_ID_LENGTH);
    boolean zero = true;
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      zero &= c == '0';
      lower.append((char) (c >= 'A' && c <= 'F' ? c | 0x20 : c));
    }
    return zero ? unresolvable("/etc/machine-id is not initialized") : value(lower.toString());
  }

  private static boolean isHexadecimal(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Numbers.digit(text.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  private SpecifierValue release(String field) throws IOException {
    if (osRelease == null) {
      Bytes content = releaseFile();
      if (content == null) {
        return unresolvable("no os-release file found");
      }
      osRelease = OsRelease.parse(content);
    }
    String value = osRelease.get(field);
    return value(value == null ? "" : value);
  }

  /** The file that {@code $SYSTEMD_OS_RELEASE} names, below the root too, or the usual one. */
  private @Nullable Bytes releaseFile() throws IOException {
    BytePath named = directories.absolute("SYSTEMD_OS_RELEASE");
    if (named != null) {
      return SmallFile.readIfExists(root, named, root.isHost() ? Trust.VARIABLE : Trust.SYSTEM);
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
