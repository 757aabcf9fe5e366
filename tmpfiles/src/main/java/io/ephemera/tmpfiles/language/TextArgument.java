// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads an argument that is text: what a file holds, where a link leads, what is copied. */
final class TextArgument {
  private static final String FACTORY = "/usr/share/factory";

  private final Environment environment;
  private final SpecifierExpander specifiers;
  private final Modifiers modifiers;
  private final Field argument;

  TextArgument(
      Environment environment, SpecifierExpander specifiers, Modifiers modifiers, Field argument) {
    this.environment = environment;
    this.specifiers = specifiers;
    this.modifiers = modifiers;
    this.argument = argument;
  }

  /** The content for a file; empty where the line says nothing. */
  Bytes content() throws BadLine {
    String text = modifiers.base64() ? raw() : expanded();
    if (modifiers.credential()) {
      text = credential(text);
    }
    if (text.isEmpty()) {
      return Bytes.EMPTY;
    }
    return Bytes.latin1(modifiers.base64() ? Base64.decode(text, argument.column()) : text);
  }

  /** The target of a symbolic link. */
  Bytes target(BytePath path) throws BadLine {
    return Bytes.latin1(argument.isUnset() ? FACTORY.concat(path.latin1()) : expanded());
  }

  /** The source of a copy. */
  BytePath source(BytePath path) throws BadLine {
    BytePath source = BytePath.of(target(path));
    if (!source.isAbsolute()) {
      throw BadLine.error(
          argument.column(), "relative source '" + source + "': expected an absolute path");
    }
    if (!environment.copySources().exists(source)) {
      throw BadLine.of(
          argument.column(),
          Problem.Level.DEBUG,
          "there is no source to copy; the line is skipped");
    }
    return source;
  }

  /** The argument as it stands, empty where the line says nothing. */
  String raw() {
    return argument.isUnset() ? "" : argument.text();
  }

  private String expanded() throws BadLine {
    if (argument.isUnset()) {
      return "";
    }
    Field decoded = argument;
    if (argument.text().indexOf('\\') >= 0) {
      decoded =
          new Field(
              Escapes.decodeAll(argument.text(), argument.column()), argument.column(), false);
    }
    String expanded = specifiers.expand(decoded);
    SpecifierExpander.requireLength(expanded, argument);
    return expanded;
  }

  /** What a credential holds. */
  String credential(String text) throws BadLine {
    CredentialName name = CredentialName.of(text);
    if (name == null) {
      throw BadLine.of(
          argument.column(),
          Problem.Level.ABORT,
          "invalid credential name "
              + Show.quoted(text)
              + ": expected a file name of printable ASCII characters without ':'");
    }
    Bytes content = read(name);
    if (content == null) {
      throw BadLine.of(
          argument.column(),
          Problem.Level.DEBUG,
          "there is no such credential; the line is skipped");
    }
    return content.latin1();
  }

  private @Nullable Bytes read(CredentialName name) throws BadLine {
    try {
      return environment.credentials().read(name);
    } catch (IOException e) {
      throw BadLine.of(
          argument.column(),
          Problem.Level.ABORT,
          "cannot read credential " + Show.quoted(name.text()) + ": " + e.getMessage());
    }
  }
}
