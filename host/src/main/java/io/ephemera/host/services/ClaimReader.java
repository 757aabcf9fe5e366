// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.services;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.units.Unit;
import io.ephemera.units.syntax.Assignment;
import io.ephemera.units.syntax.Booleans;
import io.ephemera.units.syntax.Expander;
import io.ephemera.units.syntax.Expansion;
import io.ephemera.units.syntax.Tuples;
import io.ephemera.units.syntax.Word;
import io.ephemera.units.syntax.WordStyle;
import io.ephemera.units.syntax.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads what one unit says about paths: systemd.exec(5), systemd.service(5), systemd.socket(5).
 *
 * <p>A value that systemd ignores is ignored; one that cannot be expanded here is noted.
 */
final class ClaimReader {
  private static final BytePath RUN = BytePath.of("/run");
  private static final BytePath CREDENTIALS = BytePath.of("/run/credentials");
  private static final BytePath PRIVATE = BytePath.of("private");
  private static final String RUNTIME = "RuntimeDirectory";

  private static final Map<String, BytePath> DIRECTORIES =
      Map.of(
          RUNTIME,
          RUN,
          "StateDirectory",
          BytePath.of("/var/lib"),
          "CacheDirectory",
          BytePath.of("/var/cache"),
          "LogsDirectory",
          BytePath.of("/var/log"),
          "ConfigurationDirectory",
          BytePath.of("/etc"));

  private final Unit unit;
  private final Expander specifiers;
  private final UnitState state;
  private final Consumer<String> gaps;
  private final List<Mention> mentions = new ArrayList<>();
  private String preserve = "no";
  private boolean isDynamic;
  private boolean removesOnStop;

  /** A path in a directive, before it is known what else the unit says. */
  private record Mention(Assignment assignment, int index, BytePath path) {
    String key() {
      return assignment.key();
    }
  }

  ClaimReader(Unit unit, Expander specifiers, UnitState state, Consumer<String> gaps) {
    this.unit = unit;
    this.specifiers = specifiers;
    this.state = state;
    this.gaps = gaps;
  }

  /** What the unit says. */
  List<UnitClaim> read() {
    for (Assignment assignment : unit.assignments()) {
      if (assignment.section().equals(unit.name().typeSection())) {
        read(assignment);
      }
    }
    List<UnitClaim> claims = new ArrayList<>();
    for (Mention mention : mentions) {
      add(mention, claims);
    }
    return claims;
  }

  private void read(Assignment assignment) {
    String key = assignment.key();
    switch (key) {
      case "RuntimeDirectoryPreserve" -> preserve = preserve(assignment.value());
      case "DynamicUser" -> isDynamic = isTrue(assignment);
      case "RemoveOnStop" -> removesOnStop = isTrue(assignment);
      case "PIDFile" -> pidFile(assignment);
      case "ListenStream", "ListenDatagram", "ListenSequentialPacket", "ListenFIFO", "Symlinks" -> {
        if (unit.name().type().equals("socket")) {
          socket(assignment);
        }
      }
      case "LoadCredential",
          "LoadCredentialEncrypted",
          "SetCredential",
          "SetCredentialEncrypted",
          "ImportCredential" ->
          credentials(assignment);
      default -> {
        BytePath above = DIRECTORIES.get(key);
        if (above != null) {
          directories(assignment, above);
        }
      }
    }
  }

  private static boolean isTrue(Assignment assignment) {
    return Boolean.TRUE.equals(Booleans.parse(assignment.value()));
  }

  private static String preserve(String value) {
    if (value.equals("restart")) {
      return value;
    }
    return Boolean.TRUE.equals(Booleans.parse(value)) ? "yes" : "no";
  }

  private void directories(Assignment assignment, BytePath above) {
    if (assignment.isEmpty()) {
      forget(mention -> mention.key().equals(assignment.key()));
      return;
    }
    for (Tuples.Tuple tuple : Tuples.directories(assignment.value()).tuples()) {
      for (int field = 0; field < 2; field++) {
        BytePath name = relative(assignment, tuple.field(field));
        if (name != null) {
          mentions.add(new Mention(assignment, tuple.index(), above.append(name)));
        }
      }
    }
  }

  private @Nullable BytePath relative(Assignment assignment, String text) {
    BytePath path = text.isEmpty() ? null : expanded(assignment, text);
    boolean valid =
        path != null
            && !path.isAbsolute()
            && !path.hasDotDot()
            && !path.components().isEmpty()
            && !path.startsWith(PRIVATE);
    return valid ? path : null;
  }

  private void pidFile(Assignment assignment) {
    if (!unit.name().type().equals("service")) {
      return;
    }
    forget(mention -> mention.key().equals(assignment.key()));
    BytePath path = assignment.isEmpty() ? null : expanded(assignment, assignment.value());
    if (path != null && !path.hasDotDot()) {
      mentions.add(new Mention(assignment, 0, path.isAbsolute() ? path : RUN.append(path)));
    }
  }

  private void socket(Assignment assignment) {
    if (assignment.key().equals("Symlinks")) {
      links(assignment);
    } else {
      listen(assignment);
    }
  }

  private void listen(Assignment assignment) {
    if (assignment.isEmpty()) {
      forget(mention -> mention.key().startsWith("Listen"));
      return;
    }
    if (assignment.value().startsWith("/") || assignment.value().startsWith("%")) {
      absolute(assignment, 0, assignment.value());
    }
  }

  private void links(Assignment assignment) {
    if (assignment.isEmpty()) {
      forget(mention -> mention.key().equals(assignment.key()));
    }
    for (Word word : Words.split(assignment.value(), WordStyle.DECODED).words()) {
      absolute(assignment, word.index(), word.text());
    }
  }

  private void absolute(Assignment assignment, int index, String text) {
    BytePath path = expanded(assignment, text);
    if (path != null && path.isAbsolute() && !path.hasDotDot()) {
      mentions.add(new Mention(assignment, index, path));
    }
  }

  private void credentials(Assignment assignment) {
    Bytes name = Bytes.latin1(unit.name().full());
    forget(mention -> mention.path().startsWith(CREDENTIALS));
    mentions.add(new Mention(assignment, 0, CREDENTIALS.append(BytePath.of(name))));
  }

  private void forget(Predicate<Mention> which) {
    boolean ignored = mentions.removeIf(which);
  }

  private @Nullable BytePath expanded(Assignment assignment, String text) {
    return switch (specifiers.expand(text)) {
      case Expansion.Value value -> BytePath.of(Bytes.latin1(value.text()));
      case Expansion.Failed failed -> {
        gaps.accept(assignment.position() + ": " + assignment.key() + "=: " + failed.message());
        yield null;
      }
    };
  }

  private void add(Mention mention, List<UnitClaim> claims) {
    BytePath above = DIRECTORIES.get(mention.key());
    claims.add(claim(mention, mention.path()));
    boolean isPrivate = isDynamic && !(mention.key().equals(RUNTIME) && preserve.equals("no"));
    if (above != null && isPrivate && !mention.key().equals("ConfigurationDirectory")) {
      Bytes path = mention.path().bytes();
      Bytes below = Bytes.of(path.toArray(), above.bytes().length(), path.length());
      claims.add(claim(mention, above.append(PRIVATE).append(BytePath.of(below))));
    }
  }

  private UnitClaim claim(Mention mention, BytePath path) {
    boolean isTree =
        DIRECTORIES.containsKey(mention.key()) || mention.path().startsWith(CREDENTIALS);
    return new UnitClaim(
        path,
        isTree,
        unit.name().full(),
        mention.key() + "=",
        file(mention.assignment()),
        mention.assignment().at(mention.index()),
        removedAt(mention.key()),
        state);
  }

  /** The file with an assignment, whose position has its name only as it is shown. */
  private @Nullable BytePath file(Assignment assignment) {
    for (BytePath file : unit.files()) {
      if (file.toString().equals(assignment.position().file())) {
        return file;
      }
    }
    return null;
  }

  private RemovedAt removedAt(String key) {
    if (key.equals(RUNTIME)) {
      return switch (preserve) {
        case "yes" -> RemovedAt.BOOT;
        case "restart" -> RemovedAt.UNIT_STOP_UNLESS_RESTART;
        default -> RemovedAt.UNIT_STOP;
      };
    }
    if (DIRECTORIES.containsKey(key)) {
      return RemovedAt.REQUEST;
    }
    boolean isSocket = key.startsWith("Listen") || key.equals("Symlinks");
    return isSocket && !removesOnStop ? RemovedAt.NEVER : RemovedAt.UNIT_STOP;
  }
}
