// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import java.nio.LongBuffer;

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

  /** One bulk copy: a getter of a buffer for each field costs more than the call itself. */
  void read(LongBuffer from, int at) {
    long[] w = new long[19];
    from.get(at / Long.BYTES, w);
    mask = (int) w[0];
    attributes = w[1];
    nlink = (int) w[2];
    uid = (int) (w[2] >>> 32);
    gid = (int) w[3];
    mode = (int) (w[3] >>> 32) & 0xffff;
    ino = w[4];
    size = w[5];
    blocks = w[6];
    attributesMask = w[7];
    atimeSeconds = w[8];
    atimeNanos = (int) w[9];
    btimeSeconds = w[10];
    btimeNanos = (int) w[11];
    ctimeSeconds = w[12];
    ctimeNanos = (int) w[13];
    mtimeSeconds = w[14];
    mtimeNanos = (int) w[15];
    rdevMajor = (int) w[16];
    rdevMinor = (int) (w[16] >>> 32);
    devMajor = (int) w[17];
    devMinor = (int) (w[17] >>> 32);
    mountId = w[18];
  }
}
