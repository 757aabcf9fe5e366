// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import java.nio.ByteBuffer;

/** struct statx, filled by {@link At#statx}. Not thread-safe. */
public final class Statx {
  public int mask;
  public long attributes;
  public int nlink;
  public int uid;
  public int gid;
  public int mode;
  public long ino;
  public long size;
  public long blocks;
  public long attributesMask;
  public long atimeSeconds;
  public int atimeNanos;
  public long btimeSeconds;
  public int btimeNanos;
  public long ctimeSeconds;
  public int ctimeNanos;
  public long mtimeSeconds;
  public int mtimeNanos;
  public int rdevMajor;
  public int rdevMinor;
  public int devMajor;
  public int devMinor;
  public long mountId;

  void read(ByteBuffer from, int at) {
    mask = from.getInt(at);
    attributes = from.getLong(at + 8);
    nlink = from.getInt(at + 16);
    uid = from.getInt(at + 20);
    gid = from.getInt(at + 24);
    mode = from.getShort(at + 28) & 0xffff;
    ino = from.getLong(at + 32);
    size = from.getLong(at + 40);
    blocks = from.getLong(at + 48);
    attributesMask = from.getLong(at + 56);
    atimeSeconds = from.getLong(at + 64);
    atimeNanos = from.getInt(at + 72);
    btimeSeconds = from.getLong(at + 80);
    btimeNanos = from.getInt(at + 88);
    ctimeSeconds = from.getLong(at + 96);
    ctimeNanos = from.getInt(at + 104);
    mtimeSeconds = from.getLong(at + 112);
    mtimeNanos = from.getInt(at + 120);
    rdevMajor = from.getInt(at + 128);
    rdevMinor = from.getInt(at + 132);
    devMajor = from.getInt(at + 136);
    devMinor = from.getInt(at + 140);
    mountId = from.getLong(at + 144);
  }
}
