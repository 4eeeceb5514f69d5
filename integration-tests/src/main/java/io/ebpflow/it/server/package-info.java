// SPDX-License-Identifier: Apache-2.0

/**
 * One web application in servers of many kinds. The sources are compiled again by the tests for versions of a server whose
 * packages have other names: what is here has to be written against what they all have.
 */
package io.ebpflow.it.server;
