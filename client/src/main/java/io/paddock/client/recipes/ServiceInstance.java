package io.paddock.client.recipes;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One process that offers a service. Immutable.
 *
 * @param id unlike that of every other instance of the service; a name of a znode
 * @param host where it is reached
 * @param port 0 to 65535
 * @param load how busy it says it is, in a unit of its own; 0 if it says nothing
 * @param attributes anything else; keys without {@code =} and line ends, values without line ends
 */
public record ServiceInstance(String id, String host, int port, long load, Map<String, String> attributes) {

    private static final String HOST = "host";
    private static final String PORT = "port";
    private static final String LOAD = "load";

    public ServiceInstance {
        attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
        }
        attributes.forEach((key, value) -> {
            if (key.isEmpty() || key.matches("(?s).*[=\r\n].*") || value.matches("(?s).*[\r\n].*")) {
                throw new IllegalArgumentException("the attribute " + key + " cannot be written as a line key=value");
            }
            if (key.equals(HOST) || key.equals(PORT) || key.equals(LOAD)) {
                throw new IllegalArgumentException(key + " is no attribute but a field of its own");
            }
        });
    }

    public ServiceInstance(String id, String host, int port) {
        this(id, host, port, 0, Map.of());
    }

    /** The same with another load. */
    public ServiceInstance withLoad(long newLoad) {
        return new ServiceInstance(id, host, port, newLoad, attributes);
    }

    /** Lines {@code key=value}, as they stand in the znode. */
    byte[] toBytes() {
        StringBuilder text = new StringBuilder();
        text.append(HOST).append('=').append(host).append('\n');
        text.append(PORT).append('=').append(port).append('\n');
        text.append(LOAD).append('=').append(load).append('\n');
        attributes.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The instance of that id from its lines.
     *
     * @throws IllegalArgumentException if they are none
     */
    static ServiceInstance parse(String id, byte[] data) {
        Map<String, String> fields = new TreeMap<>();
        new String(data == null ? new byte[0] : data, StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> {
                    int equals = line.indexOf('=');
                    if (equals > 0) {
                        fields.put(line.substring(0, equals), line.substring(equals + 1));
                    }
                });
        String host = fields.remove(HOST);
        String port = fields.remove(PORT);
        String load = fields.remove(LOAD);
        if (host == null || port == null) {
            throw new IllegalArgumentException("the instance " + id + " names no host and port");
        }
        return new ServiceInstance(id, host, Integer.parseInt(port), load == null ? 0 : Long.parseLong(load), fields);
    }
}
