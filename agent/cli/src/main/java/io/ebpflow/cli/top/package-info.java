// SPDX-License-Identifier: Apache-2.0
/** The live table of {@code top}: what is added up of the events, and how it is laid out. */
package io.ebpflow.cli.top;
