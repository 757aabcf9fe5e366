// SPDX-License-Identifier: Apache-2.0
package io.ephemera.image;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Reads a GUID partition table, UEFI specification 5.3. */
final class PartitionTable {
  private static final String SIGNATURE = "EFI PART";
  private static final int[] SECTOR_SIZES = {512, 4096};
  private static final int HEADER_SIZE = 92;
  private static final int MOST_ENTRIES = 1 << 20;
  private static final int SMALLEST_ENTRY = 128;

  private final ByteBuffer header;
  private final int sector;

  private PartitionTable(ByteBuffer header, int sector) {
    this.header = header;
    this.sector = sector;
  }

  /**
   * The partitions of a disk image, or null if it has no such table.
   *
   * @throws IOException if the table is damaged
   */
  static @Nullable List<Partition> read(OpenFile image) throws IOException {
    for (int sector : SECTOR_SIZES) {
      Bytes header = image.read(sector, HEADER_SIZE);
      if (header.latin1().startsWith(SIGNATURE)) {
        return new PartitionTable(buffer(header), sector).partitions(image);
      }
    }
    return null;
  }

  private static ByteBuffer buffer(Bytes bytes) {
    return ByteBuffer.wrap(bytes.toArray()).order(ByteOrder.LITTLE_ENDIAN);
  }

  private List<Partition> partitions(OpenFile image) throws IOException {
    require(header.capacity() == HEADER_SIZE && header.getInt(12) == HEADER_SIZE);
    int sum = header.getInt(16);
    header.putInt(16, 0);
    require(sum == checksum(header));
    int size = header.getInt(84);
    long length = (long) size * header.getInt(80);
    require(size >= SMALLEST_ENTRY && length > 0 && length <= MOST_ENTRIES);
    ByteBuffer entries = buffer(image.read(header.getLong(72) * sector, (int) length));
    require(entries.capacity() == length && header.getInt(88) == checksum(entries));
    List<Partition> partitions = new ArrayList<>();
    for (int at = 0; at < length; at += size) {
      add(entries, at, partitions);
    }
    return partitions;
  }

  private void add(ByteBuffer entries, int at, List<Partition> partitions) throws IOException {
    if (entries.getLong(at) == 0 && entries.getLong(at + 8) == 0) {
      return; // an unused entry
    }
    long first = entries.getLong(at + 32);
    long last = entries.getLong(at + 40);
    require(first > 0 && last >= first && last < Long.MAX_VALUE / sector);
    long size = (last - first + 1) * sector;
    partitions.add(
        new Partition(guid(entries, at), entries.getLong(at + 48), first * sector, size));
  }

  /** Its first three numbers are little-endian, the rest are bytes. */
  private static String guid(ByteBuffer entries, int at) {
    long high =
        (long) entries.getInt(at) << 32
            | (entries.getShort(at + 4) & 0xffffL) << 16
            | (entries.getShort(at + 6) & 0xffffL);
    return new UUID(high, Long.reverseBytes(entries.getLong(at + 8))).toString();
  }

  private static int checksum(ByteBuffer bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes.duplicate().clear());
    return (int) sum.getValue();
  }

  private static void require(boolean right) throws IOException {
    if (!right) {
      throw new IOException("its partition table is damaged");
    }
  }
}
