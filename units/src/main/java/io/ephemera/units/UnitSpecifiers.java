// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.tmpfiles.language.SpecifierValue;
import io.ephemera.tmpfiles.language.Specifiers;
import io.ephemera.units.syntax.Expander;
import io.ephemera.units.syntax.Expansion;
import org.jspecify.annotations.Nullable;

/**
 * The specifiers of a unit (systemd.unit(5), "Specifiers").
 *
 * <p>Those of tmpfiles.d(5) have the same letters and meanings; a unit has {@code %d %E %f %i %I %j
 * %J %n %N %p %P %s %y %Y} too. {@code %c %r %R}, the control groups, are obsolete and refused.
 */
public final class UnitSpecifiers implements Expander {
  private final UnitName name;
  private final Context context;

  /**
   * What a unit does not say about itself.
   *
   * @param common the specifiers of tmpfiles.d(5), of the system or of the user
   * @param fragment {@code %y}: the unit file, or null
   * @param configuration {@code %E}: {@code /etc}, or the {@code XDG_CONFIG_HOME} of the user
   * @param shell {@code %s}: that of the user of the manager, who is root for the system
   * @param credentials {@code %d}: the directory of credentials, or null if there is none
   */
  public record Context(
      Specifiers common,
      @Nullable BytePath fragment,
      Bytes configuration,
      Bytes shell,
      @Nullable Bytes credentials) {}

  /** The specifiers of a unit. */
  public UnitSpecifiers(UnitName name, Context context) {
    this.name = name;
    this.context = context;
  }

  @Override
  public Expansion expand(String text) {
    int percent = text.indexOf('%');
    if (percent < 0) {
      return new Expansion.Value(text);
    }
    StringBuilder out = new StringBuilder(text.length() + 32);
    int copied = 0;
    while (percent >= 0 && percent + 1 < text.length()) {
      out.append(text, copied, percent);
      char letter = text.charAt(percent + 1);
      if (letter == '%' || !isAlphanumeric(letter)) {
        out.append(letter == '%' ? "%" : "%" + letter);
      } else {
        Expansion value = value(letter);
        if (!(value instanceof Expansion.Value known)) {
          return value;
        }
        out.append(known.text());
      }
      copied = percent + 2;
      percent = text.indexOf('%', copied);
    }
    return new Expansion.Value(out.append(text, copied, text.length()).toString());
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  private Expansion value(char letter) {
    String instance = name.instance() == null ? "" : name.instance();
    return switch (letter) {
      case 'd' -> orMissing(letter, context.credentials(), "there is no directory of credentials");
      case 'E' -> new Expansion.Value(context.configuration().latin1());
      case 'f' -> path();
      case 'i' -> new Expansion.Value(instance);
      case 'I' -> unescaped(letter, instance);
      case 'j' -> new Expansion.Value(name.lastComponent());
      case 'J' -> unescaped(letter, name.lastComponent());
      case 'n' -> new Expansion.Value(name.full());
      case 'N' -> new Expansion.Value(name.withoutSuffix());
      case 'p' -> new Expansion.Value(name.prefix());
      case 'P' -> unescaped(letter, name.prefix());
      case 's' -> new Expansion.Value(context.shell().latin1());
      case 'y', 'Y' -> fragment(letter);
      default -> common(letter);
    };
  }

  private Expansion fragment(char letter) {
    BytePath path = context.fragment();
    Bytes bytes = path == null ? null : letter == 'y' ? path.bytes() : path.parent().bytes();
    return orMissing(letter, bytes, "the unit has no file");
  }

  private static Expansion orMissing(char letter, @Nullable Bytes value, String reason) {
    return value == null ? missing(letter, reason) : new Expansion.Value(value.latin1());
  }

  private static Expansion missing(char letter, String reason) {
    return new Expansion.Failed("specifier %" + letter + " has no value here: " + reason);
  }

  private static Expansion unescaped(char letter, String text) {
    String unescaped = UnitName.unescape(text);
    return unescaped == null
        ? missing(letter, "'" + text + "' is not escaped as systemd-escape(1) does it")
        : new Expansion.Value(unescaped);
  }

  /** The instance, or else the prefix, as an absolute path. */
  private Expansion path() {
    String escaped = name.isInstance() ? String.valueOf(name.instance()) : name.prefix();
    if (escaped.equals("-")) {
      return new Expansion.Value("/");
    }
    String text = UnitName.unescape(escaped);
    if (text == null || !isNormalized(text)) {
      return missing('f', "'" + escaped + "' is not a path as systemd-escape(1) escapes it");
    }
    return new Expansion.Value("/" + text);
  }

  private static boolean isNormalized(String text) {
    BytePath path = BytePath.of(Bytes.latin1(text));
    return !text.startsWith("/") && path.latin1().equals(text) && !path.hasDotDot();
  }

  private Expansion common(char letter) {
    SpecifierValue value = context.common().expand(letter);
    if (value instanceof SpecifierValue.Value known) {
      return new Expansion.Value(known.bytes().latin1());
    }
    if (value instanceof SpecifierValue.Unresolvable unresolvable) {
      return missing(letter, unresolvable.reason());
    }
    return new Expansion.Failed(
        "unknown specifier %"
            + letter
            + ": expected a specifier of systemd.unit(5), or %% for a percent sign");
  }
}
