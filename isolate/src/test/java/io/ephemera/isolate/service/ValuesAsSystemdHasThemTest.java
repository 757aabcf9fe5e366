// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.isolate.plan.AccessRule;
import io.ephemera.isolate.plan.DeclarationBuilder;
import io.ephemera.isolate.plan.DirectoryRequest;
import io.ephemera.isolate.plan.MountPlan;
import io.ephemera.isolate.plan.MountRequest;
import io.ephemera.isolate.plan.StandardStream;
import io.ephemera.tmpfiles.language.Position;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.units.syntax.Assignment;
import io.ephemera.units.syntax.Expansion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What systemd 262 does, each tried there. */
class ValuesAsSystemdHasThemTest {
  private final Values values = new Values(Expansion.Value::new);

  private static Assignment assignment(String line) {
    String[] parts = line.split("=", 2);
    return new Assignment("Service", parts[0], parts[1], new Position("x.service", 1, 1));
  }

  private MountPlan mounts(String lines) {
    FileSystemTopic topic = new FileSystemTopic(values);
    for (String line : lines.split("; ", -1)) {
      assertThat(topic.take(assignment(line))).as(line).isTrue();
    }
    DeclarationBuilder builder = new DeclarationBuilder();
    topic.addTo(builder);
    return builder.mounts();
  }

  /** Sources of binds, modes of temporary file systems, and rules. */
  private static String text(MountPlan plan) {
    List<String> words = new ArrayList<>();
    for (MountRequest mount : plan.others()) {
      if (mount instanceof MountRequest.Bind bind) {
        words.add(bind.source() + ":" + bind.target() + (bind.readOnly() ? ":ro" : ""));
      } else if (mount instanceof MountRequest.Tmpfs tmpfs) {
        String mode = tmpfs.options().getOrDefault("mode", "usual");
        words.add(tmpfs.target() + " " + mode + (tmpfs.readOnly() ? " ro" : ""));
      }
    }
    for (AccessRule rule : plan.access()) {
      words.add(rule.access() + " " + rule.path());
    }
    return String.join(", ", words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BindPaths=/a:/x; BindReadOnlyPaths=/b:/x | /a:/x:ro",
        "BindReadOnlyPaths=/b:/x; BindPaths=/a:/x | /b:/x:ro",
        "BindPaths=/a:/x; BindPaths=/b:/x | /a:/x",
        "BindPaths=/a:/x; BindReadOnlyPaths= | ''",
        "BindPaths=-/missing:/x; ReadWritePaths=/x /y | /missing:/x, READ_WRITE /y",
        "ReadOnlyPaths=/x; BindPaths=/a:/x | /a:/x, READ_ONLY /x",
        "TemporaryFileSystem=/x; BindPaths=/a:/x | /a:/x",
        "TemporaryFileSystem=/x:ro; BindPaths=/a:/x | /a:/x:ro",
        "TemporaryFileSystem=/x; BindPaths=-/missing:/x | /missing:/x",
        "TemporaryFileSystem=/x:mode=0700; TemporaryFileSystem=/x:ro | /x 0700 ro",
        "TemporaryFileSystem=/x; ReadWritePaths=/x | READ_WRITE /x",
        "TemporaryFileSystem=/x; ReadOnlyPaths=/x | READ_ONLY /x",
        "TemporaryFileSystem=/x:ro; ReadWritePaths=/x /x/in | READ_ONLY /x",
        "TemporaryFileSystem=/x; InaccessiblePaths=/x | /x usual, INACCESSIBLE /x",
        "TemporaryFileSystem=/x; ReadOnlyPaths=/y | /x usual, READ_ONLY /y",
        "TemporaryFileSystem=/tmp; PrivateTmp=yes | ''",
        "TemporaryFileSystem=/tmp:ro; PrivateTmp=disconnected | READ_ONLY /tmp",
        "TemporaryFileSystem=/tmp | /tmp usual",
        "ProtectHome=tmpfs | /home 0755 ro, /run/user 0755 ro, /root 0700 ro",
        "ProtectHome=tmpfs; ReadWritePaths=/root "
            + "| /home 0755 ro, /run/user 0755 ro, READ_ONLY /root"
      })
  void ofSeveralThingsForOnePathOneIsDone(String lines, String expected) {
    assertThat(text(mounts(lines))).isEqualTo(expected);
  }

  @Test
  void aTemporaryFileSystemThatIsLeftOutIsReported() {
    MountPlan ignored = mounts("TemporaryFileSystem=/y /x; ReadWritePaths=/x");
    assertThat(values.problems())
        .extracting(Problem::message)
        .containsExactly(
            "TemporaryFileSystem=: another directive is about /x, so that it is not empty;"
                + " ignored");
  }

  @ParameterizedTest
  @CsvSource({
    "null, NULL",
    "append:/x, FILE",
    "'', null",
    "bad, null",
    "file:relative, null",
    "journal+console, INHERITED"
  })
  void anInvalidStreamChangesNothing(String value, String expected) {
    StandardStreams streams = new StandardStreams(values);
    streams.setOutput(assignment("StandardOutput=null"));
    streams.setOutput(assignment("StandardOutput=" + value));
    String found =
        streams.output() instanceof StandardStream.OfFile
            ? "FILE"
            : streams.output() instanceof StandardStream.Inherited ? "INHERITED" : "NULL";
    assertThat(found).isEqualTo(expected.equals("null") ? "NULL" : expected);
    assertThat(values.problems()).extracting(Problem::level).doesNotContain(Problem.Level.ERROR);
  }

  @ParameterizedTest
  @CsvSource({"tty", "socket", "fd:name"})
  void aStreamThatIsNotSupportedIsAnError(String value) {
    new StandardStreams(values).setOutput(assignment("StandardOutput=" + value));
    assertThat(values.problems()).extracting(Problem::level).containsOnly(Problem.Level.ERROR);
  }

  @ParameterizedTest
  @CsvSource({
    "ConfigurationDirectory=x::ro, x ro",
    "ConfigurationDirectory=x:y:ro, ''",
    "CacheDirectory=x:y:ro:z, x ro",
    "CacheDirectory=x:y:bad, ''"
  })
  void flagsOfDirectories(String line, String expected) {
    DirectoryTopic topic = new DirectoryTopic(values);
    assertThat(topic.take(assignment(line))).isTrue();
    DeclarationBuilder builder = new DeclarationBuilder();
    topic.addTo(builder);
    List<String> found = new ArrayList<>();
    for (DirectoryRequest request : builder.directories()) {
      found.add(request.name() + (request.readOnly() ? " ro" : ""));
    }
    assertThat(String.join(", ", found)).isEqualTo(expected);
  }
}
