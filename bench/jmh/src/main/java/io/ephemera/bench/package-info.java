// SPDX-License-Identifier: Apache-2.0

/** The library measured with JMH; {@code bench/library-ratio} builds and runs it. */
package io.ephemera.bench;
