// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.watch;

import io.ebpflow.flow.EventType;
import java.util.EnumSet;
import java.util.Set;

/**
 * What the command line asks of an agent, in the arguments of an attach:
 *
 * <pre>
 *   watch=/tmp/ebpflow-1f/flows;text;connect+close,enabled=true,jmx=false
 *         socket to connect to  ;text, ebpfflow or json   ;events or all   ,options for an agent that is not there yet
 * </pre>
 *
 * <p>Threading: immutable.
 */
public final class WatchCommand {
    static final String TEXT = "text";
    static final String EBPFFLOW = "ebpfflow";
    static final String JSON = "json";

    private static final String KEY = "watch=";

    private final String path;
    private final String format;
    private final Set<EventType> types;
    private final String options;

    private WatchCommand(String path, String format, Set<EventType> types, String options) {
        this.path = path;
        this.format = format;
        this.types = types;
        this.options = options;
    }

    /** @return null if the arguments are no such command */
    public static WatchCommand of(String arguments) {
        if (arguments == null || !arguments.startsWith(KEY)) {
            return null;
        }
        int comma = arguments.indexOf(',');
        String[] words = arguments
                .substring(KEY.length(), comma < 0 ? arguments.length() : comma)
                .split(";");
        String options = comma < 0 ? "" : arguments.substring(comma + 1);
        String format = words.length > 1 ? words[1] : JSON;
        return new WatchCommand(words[0], format, typesOf(words.length > 2 ? words[2] : "all"), options);
    }

    /** An event that this agent does not have is not asked for in vain: it is what a newer command line knows. */
    private static Set<EventType> typesOf(String names) {
        if (names.equals("all")) {
            return EnumSet.allOf(EventType.class);
        }
        Set<EventType> types = EnumSet.of(EventType.HEALTH);
        Set<String> wanted = Set.of(names.split("\\+"));
        for (EventType type : EventType.values()) {
            if (wanted.contains(type.jsonName())) {
                types.add(type);
            }
        }
        return types;
    }

    /** Of the socket, in this JVM's file system. */
    public String path() {
        return path;
    }

    /** Of the line that comes with the JSON; {@link #JSON} or what this agent does not know: none. */
    String format() {
        return format;
    }

    boolean wants(EventType type) {
        return types.contains(type);
    }

    /** Arguments of an agent that is started for this command. */
    public String options() {
        return options;
    }
}
