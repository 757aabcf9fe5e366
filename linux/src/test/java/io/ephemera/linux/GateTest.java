// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.linux.Native.Scratch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both ways out of Java give the same results. */
class GateTest {
  private static final int EBADF = 9;
  private static final int EINVAL = 22;

  @TempDir static Path folder;
  private static @Nullable Gate compiled;

  enum Way {
    DOWNCALL,
    JNI,
    PRELOADED_DOWNCALL,
    PRELOADED_JNI;

    Gate gate() {
      return switch (this) {
        case DOWNCALL -> new DowncallGate();
        case JNI -> jni();
        case PRELOADED_DOWNCALL -> new PreloadedGate(new DowncallGate());
        case PRELOADED_JNI -> new PreloadedGate(jni());
      };
    }

    private static Gate jni() {
      Gate jni = compiled;
      assumeTrue(jni != null, "there is no C compiler (cc)");
      return jni;
    }
  }

  @BeforeAll
  static void compile() throws IOException, InterruptedException {
    boolean hasCompiler =
        Stream.of(System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":", -1))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "cc")));
    if (!hasCompiler) {
      return;
    }
    Path file = folder.resolve("gate.so");
    String include = System.getProperty("java.home") + "/include";
    List<String> command =
        List.of(
            "cc",
            "-fPIC",
            "-shared",
            "-I" + include,
            "-I" + include + "/linux",
            "-o",
            file.toString(),
            "src/main/c/jni_gate.c",
            "-ldl");
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor()).isZero();
    compiled = JniGate.of(file.toString());
  }

  private static long syscall(Way way, int number, long... words) {
    long[] six = java.util.Arrays.copyOf(words, 6);
    return way.gate()
        .syscall(Scratch.mine(), number, six[0], six[1], six[2], six[3], six[4], six[5]);
  }

  @ParameterizedTest
  @EnumSource
  void addressIsThatOfTheFirstByteWhateverThePositionIs(Way way) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(8);
    long address = way.gate().address(buffer);

    assertThat(way.gate().address(buffer.position(3).limit(5))).isEqualTo(address);
  }

  @ParameterizedTest
  @EnumSource
  void theResultOfASystemCallIsReturned(Way way) {
    assertThat(syscall(way, Abi.GETEUID)).isEqualTo(Credentials.geteuid());
  }

  @ParameterizedTest
  @EnumSource
  void failuresAreReturnedAsMinusErrno(Way way) {
    assertThat(syscall(way, Abi.CLOSE, -1)).isEqualTo(-EBADF);
  }

  @ParameterizedTest
  @EnumSource
  void allSixArgumentsArePassed(Way way) {
    int privateAnonymous = 0x22;
    int readWrite = 3;
    // mmap(2): each of the six matters
    long page = syscall(way, mmap(), 0, 4096, readWrite, privateAnonymous, -1, 0);
    assertThat(page).isPositive();
    assertThat(syscall(way, mmap(), 0, 4096, readWrite, privateAnonymous, -1, 1))
        .isEqualTo(-EINVAL);
    assertThat(syscall(way, mmap(), 0, 4096, readWrite, 2, -1, 0)).isEqualTo(-EBADF);
  }

  private static int mmap() {
    return System.getProperty("os.arch").equals("amd64") ? 9 : 222;
  }

  @ParameterizedTest
  @EnumSource
  void functionsAreFoundByNameAndCalledWithSixArguments(Way way) {
    Gate gate = way.gate();
    ByteBuffer to = ByteBuffer.allocateDirect(32).order(ByteOrder.nativeOrder());
    ByteBuffer format = ByteBuffer.allocateDirect(32);
    format.put(0, "%ld %ld %ld".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

    long length =
        gate.call(
            gate.symbol("snprintf"), gate.address(to), 32, gate.address(format), 1L << 40, -7, 6);

    byte[] text = new byte[(int) length];
    to.get(0, text);
    assertThat(text).asString().isEqualTo("1099511627776 -7 6");
  }

  @ParameterizedTest
  @EnumSource
  void anUnknownFunctionHasNoAddress(Way way) {
    assertThat(way.gate().symbol("ephemera_has_no_such_function")).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void stringsGetANulAndWordsAreReadBack(Way way) {
    Gate gate = way.gate();
    Scratch scratch = Scratch.mine();
    gate.putString(scratch, Scratch.DATA, new byte[] {9, 9, 9, 9, 9, 9, 9, 9, 9});
    gate.putString(scratch, Scratch.DATA, new byte[] {1, 2, 3});
    long[] words = new long[2];

    gate.getWords(scratch, Scratch.DATA, words);

    byte[] bytes = new byte[16];
    ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putLong(words[0]).putLong(words[1]);
    assertThat(java.util.Arrays.copyOf(bytes, 10)).containsExactly(1, 2, 3, 0, 9, 9, 9, 9, 9, 0);
  }

  @ParameterizedTest
  @EnumSource
  void bytesAreCopiedToTheSamePlace(Way way) {
    ByteBuffer memory = ByteBuffer.allocateDirect(8).put(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    byte[] into = new byte[8];

    way.gate().getBytes(memory, way.gate().address(memory), 2, 3, into);

    assertThat(into).containsExactly(0, 0, 3, 4, 5, 0, 0, 0);
  }
}
