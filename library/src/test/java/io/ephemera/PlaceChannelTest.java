// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The channel does what a channel of the JDK does: both get the same random calls. */
class PlaceChannelTest extends TemporaryTestCase {
  private static final int CALLS = 2000;
  private static final int LARGEST = 200_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void randomCallsDoTheSameAsOnAChannelOfTheJdk(long seed) throws Exception {
    Random random = new Random(seed);
    try (TemporaryFile file = TemporaryFile.named(place());
        FileChannel theirs =
            FileChannel.open(
                path("jdk"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
      FileChannel ours = file.channel();
      for (int i = 0; i < CALLS; i++) {
        long call = random.nextLong();
        assertThat(call(ours, call)).as("call %s", i).isEqualTo(call(theirs, call));
        assertThat(ours.position()).as("call %s", i).isEqualTo(theirs.position());
        assertThat(ours.size()).as("call %s", i).isEqualTo(theirs.size());
      }
      assertThat(Files.mismatch(file.path(), path("jdk"))).isEqualTo(-1);
    }
    Files.delete(path("jdk"));
  }

  private static String call(FileChannel channel, long seed) throws IOException {
    Random random = new Random(seed);
    ByteBuffer buffer = buffer(random);
    long position = random.nextInt(2 * LARGEST);
    return switch (random.nextInt(9)) {
      case 0 -> "write " + channel.write(buffer) + buffer;
      case 1 -> "write at " + channel.write(buffer, position) + buffer;
      case 2 -> "read " + channel.read(buffer) + text(buffer);
      case 3 -> "read at " + channel.read(buffer, position) + text(buffer);
      case 4 -> "position " + channel.position(position).position();
      case 5 -> "truncate " + channel.truncate(position).size();
      case 6 -> "gather " + channel.write(new ByteBuffer[] {buffer, buffer(random)});
      case 7 -> transferTo(channel, position, buffer.remaining());
      default -> {
        ByteArrayInputStream source = new ByteArrayInputStream(new byte[buffer.remaining()]);
        yield "from " + channel.transferFrom(Channels.newChannel(source), position, LARGEST);
      }
    };
  }

  private static String transferTo(FileChannel channel, long position, int count)
      throws IOException {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    long transferred = channel.transferTo(position, count, Channels.newChannel(target));
    return "to " + transferred + " " + java.util.Arrays.hashCode(target.toByteArray());
  }

  /** Of the heap or not, read-only or not, and a part of it. */
  private static ByteBuffer buffer(Random random) {
    byte[] bytes = new byte[random.nextInt(LARGEST)];
    random.nextBytes(bytes);
    ByteBuffer buffer =
        random.nextBoolean()
            ? ByteBuffer.wrap(bytes)
            : ByteBuffer.allocateDirect(bytes.length).put(0, bytes);
    return buffer.position(random.nextInt(bytes.length + 1));
  }

  private static String text(ByteBuffer buffer) {
    return buffer + " " + buffer.flip().hashCode();
  }

  @Test
  void readOnlyBuffersAreRefusedAndKeepTheirContent() throws Exception {
    try (TemporaryFile file = TemporaryFile.named(place())) {
      assertThat(file.channel().write(ByteBuffer.wrap(new byte[8]))).isEqualTo(8);
      for (ByteBuffer buffer : List.of(ByteBuffer.allocate(8), ByteBuffer.allocateDirect(8))) {
        buffer.put(0, (byte) 1);
        ByteBuffer[] two = {ByteBuffer.allocate(1), buffer.asReadOnlyBuffer()};
        assertThatIllegalArgumentException().isThrownBy(() -> file.channel().read(two[1], 0));
        assertThatIllegalArgumentException().isThrownBy(() -> file.channel().position(0).read(two));
        assertThat(buffer.get(0)).isEqualTo((byte) 1);
        assertThat(file.channel().position()).isZero();
      }
    }
  }

  /** The kernel would read and write memory that belongs to something else by then. */
  @Test
  void memoryOfAClosedArenaIsRefused() throws Exception {
    try (TemporaryFile file = TemporaryFile.named(place())) {
      assertThat(file.channel().write(ByteBuffer.wrap(new byte[8]))).isEqualTo(8);
      ByteBuffer buffer;
      try (Arena arena = Arena.ofConfined()) {
        buffer = arena.allocate(8).asByteBuffer();
        assertThat(file.channel().read(buffer, 0)).isEqualTo(8);
        buffer.clear();
      }
      assertThatIllegalStateException().isThrownBy(() -> file.channel().read(buffer, 0));
      assertThatIllegalStateException().isThrownBy(() -> file.channel().write(buffer, 0));
    }
  }

  @Test
  void negativePositionsAreRefused() throws Exception {
    try (TemporaryFile file = TemporaryFile.unnamed(place())) {
      FileChannel channel = file.channel();
      ByteBuffer one = ByteBuffer.allocate(1);
      assertThatIllegalArgumentException().isThrownBy(() -> channel.write(one, -1));
      assertThatIllegalArgumentException().isThrownBy(() -> channel.read(one, -1));
      assertThatIllegalArgumentException().isThrownBy(() -> channel.truncate(-1));
      assertThatIllegalArgumentException().isThrownBy(() -> channel.position(-1));
    }
  }

  @Test
  void mappingAndLockingWork() throws Exception {
    try (TemporaryFile file = TemporaryFile.unnamed(place())) {
      FileChannel channel = file.channel();
      channel.map(MapMode.READ_WRITE, 0, 3).put(0, (byte) 7);
      assertThat(file.size()).isEqualTo(3);
      assertThat(file.inputStream().read()).isEqualTo(7);
      assertThat(channel.tryLock().isShared()).isFalse();
    }
  }

  @Test
  void writingTooFarIsAFileSystemException() throws Exception {
    try (TemporaryFile file = TemporaryFile.named(place())) {
      assertThatThrownBy(() -> file.channel().write(ByteBuffer.allocate(9), Long.MAX_VALUE - 3))
          .isExactlyInstanceOf(FileSystemException.class)
          .hasMessageStartingWith(file.path() + ": write: ");
    }
  }

  @Test
  void interruptClosesTheChannelAndNotTheFile() throws Exception {
    try (TemporaryFile file = TemporaryFile.named(place())) {
      FileChannel channel = file.channel();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1)))
          .isInstanceOf(ClosedByInterruptException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThatThrownBy(channel::size).isInstanceOf(ClosedChannelException.class);
      assertThat(file.channel().write(ByteBuffer.allocate(1))).isEqualTo(1);
    }
  }
}
