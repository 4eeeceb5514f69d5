// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.attribution;

import io.ebpflow.bridge.AddressAccess;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.util.Map;
import java.util.Set;

/**
 * Finds the way to the host name that an InetAddress was made from: {@code holder().getOriginalHostName()}, which is the same
 * from JDK 8 on. There is a public way to it, in jdk.internal.access, but under another name in each JDK.
 *
 * <p>Threading: confined to the thread that starts the agent.
 */
public final class AddressNames {
    private AddressNames() {}

    /**
     * Leaves what it finds in {@link AddressAccess.Found}.
     *
     * @return what is lost, null: nothing
     */
    public static String find(Instrumentation instrumentation) {
        Map<String, Set<Module>> opened = Map.of("java.net", Set.of(AddressNames.class.getModule()));
        instrumentation.redefineModule(InetAddress.class.getModule(), Set.of(), Map.of(), opened, Set.of(), Map.of());
        try {
            Method holder = InetAddress.class.getDeclaredMethod("holder");
            holder.setAccessible(true);
            Method original = holder.getReturnType().getDeclaredMethod("getOriginalHostName");
            original.setAccessible(true);
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            MethodHandle name = MethodHandles.filterReturnValue(lookup.unreflect(holder), lookup.unreflect(original));
            AddressAccess.Found.originalHostName = name;
            return null;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return "connections are shown without the host name, this JDK keeps it elsewhere: " + e;
        }
    }
}
