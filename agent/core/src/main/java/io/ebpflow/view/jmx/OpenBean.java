// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.jmx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanOperationInfo;
import javax.management.ReflectionException;
import javax.management.openmbean.OpenMBeanAttributeInfo;
import javax.management.openmbean.OpenMBeanAttributeInfoSupport;
import javax.management.openmbean.OpenMBeanInfoSupport;
import javax.management.openmbean.OpenMBeanOperationInfo;
import javax.management.openmbean.OpenMBeanOperationInfoSupport;
import javax.management.openmbean.OpenMBeanParameterInfo;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;

/**
 * An MBean of open types only, so that a client needs no class of ours, exceptions included.
 *
 * <p>Threading: thread-safe after the attributes were added, if what they read is.
 */
class OpenBean implements DynamicMBean {
    private final String description;
    private final Map<String, Callable<?>> readers = new LinkedHashMap<>();
    private final Map<String, Callable<?>> operations = new LinkedHashMap<>();
    private final List<OpenMBeanAttributeInfo> attributeInfos = new ArrayList<>();
    private final List<OpenMBeanOperationInfo> operationInfos = new ArrayList<>();

    OpenBean(String description) {
        this.description = description;
    }

    OpenBean attribute(String name, String about, OpenType<?> type, Callable<?> reader) {
        readers.put(name, reader);
        attributeInfos.add(new OpenMBeanAttributeInfoSupport(name, about, type, true, false, false));
        return this;
    }

    /** @param action answers null */
    OpenBean operation(String name, String about, Callable<?> action) {
        operations.put(name, action);
        operationInfos.add(new OpenMBeanOperationInfoSupport(
                name, about, new OpenMBeanParameterInfo[0], SimpleType.VOID, MBeanOperationInfo.ACTION));
        return this;
    }

    @Override
    public Object getAttribute(String name) throws AttributeNotFoundException, MBeanException {
        Callable<?> reader = readers.get(name);
        if (reader == null) {
            throw new AttributeNotFoundException(name);
        }
        return call(name, reader);
    }

    @Override
    public AttributeList getAttributes(String[] names) {
        AttributeList found = new AttributeList();
        for (String name : names) {
            try {
                found.add(new Attribute(name, getAttribute(name)));
            } catch (AttributeNotFoundException | MBeanException e) {
                // As the contract asks: what cannot be read is missing.
                continue;
            }
        }
        return found;
    }

    @Override
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException(attribute.getName() + " is read-only");
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        return new AttributeList();
    }

    @Override
    public Object invoke(String name, Object[] parameters, String[] signature)
            throws MBeanException, ReflectionException {
        Callable<?> operation = operations.get(name);
        if (operation == null || parameters != null && parameters.length > 0) {
            throw new ReflectionException(new NoSuchMethodException(name));
        }
        return call(name, operation);
    }

    /** None, unless a subclass sends some. */
    public MBeanNotificationInfo[] getNotificationInfo() {
        return new MBeanNotificationInfo[0];
    }

    @Override
    public final MBeanInfo getMBeanInfo() {
        return new OpenMBeanInfoSupport(
                OpenBean.class.getName(),
                description,
                attributeInfos.toArray(new OpenMBeanAttributeInfo[0]),
                null,
                operationInfos.toArray(new OpenMBeanOperationInfo[0]),
                getNotificationInfo());
    }

    /** A client could not deserialise our exceptions: it gets the JDK's, with the text. */
    private static Object call(String name, Callable<?> callable) throws MBeanException {
        try {
            return callable.call();
        } catch (TimeoutException e) {
            String text = name + ": the agent's reader thread did not answer in time, try again";
            throw new MBeanException(new TimeoutException(text), text);
        } catch (Exception e) {
            String text = name + ": " + e;
            throw new MBeanException(new IllegalStateException(text), text);
        }
    }
}
