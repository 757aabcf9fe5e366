// SPDX-License-Identifier: Apache-2.0
// The kernel's structures for signals, which have the names of the C library's.
#include <asm/signal.h>
