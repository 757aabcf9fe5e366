// SPDX-License-Identifier: Apache-2.0
package io.ephemera.testkit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32;

/** A disk image with a GUID partition table, UEFI specification 5.3, without the backup table. */
public final class PartitionedImage {
  /** The size of each partition in bytes, and the offset of the first. */
  public static final int PARTITION = 8 << 20;

  private static final int SECTOR = 512;
  private static final int ENTRIES = 128;
  private static final int ENTRY = 128;

  private final List<ByteBuffer> partitions = new ArrayList<>();

  /** An image without partitions. */
  public PartitionedImage() {}

  /**
   * Adds a partition.
   *
   * @param type the GUID of its type
   * @param flags its attributes
   */
  public PartitionedImage with(String type, long flags) {
    long first = (partitions.size() + 1L) * PARTITION / SECTOR;
    UUID guid = UUID.fromString(type);
    ByteBuffer entry = littleEndian(ENTRY);
    entry.putInt((int) (guid.getMostSignificantBits() >>> 32));
    entry.putShort((short) (guid.getMostSignificantBits() >>> 16));
    entry.putShort((short) guid.getMostSignificantBits());
    entry.putLong(Long.reverseBytes(guid.getLeastSignificantBits()));
    entry.putLong(first).putLong(-first);
    entry.putLong(first).putLong(first + PARTITION / SECTOR - 1).putLong(flags);
    partitions.add(entry.clear());
    return this;
  }

  /** Writes the image with empty partitions. */
  public void write(Path image) throws IOException {
    ByteBuffer table = littleEndian(ENTRIES * ENTRY);
    for (ByteBuffer partition : partitions) {
      table.put(partition.duplicate());
    }
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength((partitions.size() + 2L) * PARTITION);
      file.seek(2 * SECTOR);
      file.write(bytes(table));
      file.seek(SECTOR);
      file.write(bytes(header(checksum(table))));
    }
  }

  private ByteBuffer header(int sum) {
    ByteBuffer header = littleEndian(92);
    header.put("EFI PART".getBytes(StandardCharsets.US_ASCII));
    header.putInt(0x10000).putInt(92).putInt(0).putInt(0);
    long last = (partitions.size() + 2L) * PARTITION / SECTOR - 1;
    header.putLong(1).putLong(last).putLong(34).putLong(last - 34).putLong(1).putLong(1);
    header.putLong(2).putInt(ENTRIES).putInt(ENTRY).putInt(sum);
    return header.putInt(16, checksum(header));
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int checksum(ByteBuffer bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes.duplicate().clear());
    return (int) sum.getValue();
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.capacity()];
    buffer.get(0, bytes);
    return bytes;
  }
}
