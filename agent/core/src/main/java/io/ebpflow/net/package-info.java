// SPDX-License-Identifier: Apache-2.0

/** Words that every part of the data path uses: addresses and error numbers. Depends on nothing. */
package io.ebpflow.net;
