// SPDX-License-Identifier: Apache-2.0
// The number of ioctl in the interface x32, without the bit that marks it. Where there is no x32, the same as ever.
#ifdef __x86_64__
#define __X32_SYSCALL_BIT 0
#include <asm/unistd_x32.h>
#else
#include <asm/unistd.h>
#endif
