// SPDX-License-Identifier: Apache-2.0
// System calls of 32-bit programs; the headers for aarch64 do not have those of 32-bit ARM.
#ifdef __x86_64__
#include <asm/unistd_32.h>
#endif
