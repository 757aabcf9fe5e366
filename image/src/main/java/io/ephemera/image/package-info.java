// SPDX-License-Identifier: Apache-2.0

/**
 * Disk images as root directories, for {@code --image=}. {@link io.ephemera.image.DiskImage} finds
 * the root file system of an image, checks it against an {@link io.ephemera.image.ImagePolicy}, and
 * mounts it in a mount namespace of its own.
 */
package io.ephemera.image;
