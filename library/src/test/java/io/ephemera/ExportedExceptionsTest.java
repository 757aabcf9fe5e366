// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.testkit.Sandbox;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever call the kernel refuses, callers get exceptions of packages that they can name. */
class ExportedExceptionsTest extends TemporaryTestCase {
  private static final int EIO = 5;
  private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");

  /** Calls that the library makes, and the virtual machine does not need. */
  enum Refused {
    FLOCK(73, 32),
    FSYNC(74, 82),
    FTRUNCATE(77, 46),
    MKDIRAT(258, 34),
    UNLINKAT(263, 35),
    RENAMEAT(264, 38),
    LINKAT(265, 37),
    RENAMEAT2(316, 276),
    STATX(332, 291),
    OPENAT2(437, 437),
    PWRITE64(18, 68);

    final int number;

    Refused(int x86, int arm) {
      number = ARM ? arm : x86;
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyFailureIsAnExportedException(Refused refused) throws Exception {
    build("own/\n");
    List<String> command = Child.command(ExportedExceptionsProbe.class, "" + path("own"));
    Process process =
        new ProcessBuilder(Sandbox.command(EIO, command, refused.number))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output.lines()).endsWith("end").hasSizeGreaterThan(1);
    for (String line : output.lines().toList()) {
      assertThat(line)
          .matches("end|\\S+ (java\\.(io|net|nio\\.file)|io\\.ephemera)\\.[A-Z][A-Za-z]+");
    }
  }

  @Test
  void everyMethodThatCanFailIsCalled() {
    Set<String> methods = new TreeSet<>();
    for (Class<?> type :
        List.of(
            TemporaryFile.class,
            TemporaryDirectory.class,
            PendingFile.class,
            PidFile.class,
            Sweeper.class)) {
      for (Method method : type.getDeclaredMethods()) {
        if (Modifier.isPublic(method.getModifiers())
            && List.of(method.getExceptionTypes()).contains(IOException.class)) {
          methods.add(type.getSimpleName() + "." + method.getName());
        }
      }
    }
    assertThat(new ExportedExceptionsProbe(Path.of("/")).names()).containsAll(methods);
  }
}
