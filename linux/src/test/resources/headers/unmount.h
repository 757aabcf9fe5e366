// SPDX-License-Identifier: Apache-2.0
// sys/mount.h of the C library; before glibc 2.37 it cannot be included with linux/mount.h.
#include <sys/mount.h>
