// SPDX-License-Identifier: Apache-2.0

/**
 * The few classes that advice inside JDK classes calls. They live in the bootstrap loader, so they see nothing but the
 * JDK: no logging, no lambdas, no string concatenation through invokedynamic, no locks on the path of an event.
 */
package io.ebpflow.bridge;
