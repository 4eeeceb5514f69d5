// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.util.ArrayList;
import java.util.List;

/**
 * How much each of the connections of a test carries: a different prime in each direction, so that no two connections
 * can be mistaken for each other and no sum comes out right by accident.
 *
 * <p>Threading: immutable.
 */
public final class Sizes {

    /** Connections of a test. */
    public static final int CONNECTIONS = 23;

    /** The thousandth prime, and the most that one connection carries in one direction. */
    private static final int LARGEST = 7_919;

    private static final List<Integer> PRIMES = primes();

    private Sizes() {}

    private static List<Integer> primes() {
        List<Integer> primes = new ArrayList<>();
        for (int candidate = LARGEST; primes.size() < 2 * CONNECTIONS; candidate--) {
            if (isPrime(candidate)) {
                primes.add(0, candidate);
            }
        }
        return List.copyOf(primes);
    }

    private static boolean isPrime(int number) {
        for (int divisor = 2; divisor * divisor <= number; divisor++) {
            if (number % divisor == 0) {
                return false;
            }
        }
        return number > 1;
    }

    /** Bytes from the side that connects, which are all of the value {@code index}. */
    public static int fromConnector(int index) {
        return PRIMES.get(index);
    }

    /** Bytes from the side that accepts; of the last connection {@value #LARGEST}. */
    public static int fromAcceptor(int index) {
        return PRIMES.get(CONNECTIONS + index);
    }
}
