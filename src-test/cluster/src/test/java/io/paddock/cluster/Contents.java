package io.paddock.cluster;

import io.paddock.client.Children;
import io.paddock.client.Client;
import io.paddock.client.NodeData;
import io.paddock.testsupport.TestEnsemble;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** All that a server shows, with every Stat, when it has caught up. */
final class Contents {

    /** Each server writes it for itself, at its own time, from its own file. */
    private static final String CONFIGURATION = "/zookeeper/config";

    private Contents() {}

    static Map<String, String> of(TestEnsemble ensemble, long sid) throws InterruptedException {
        Map<String, String> all = new TreeMap<>();
        try (Client client = Client.open(ensemble.server(sid).connectString())) {
            client.blocking().sync("/");
            ArrayDeque<String> open = new ArrayDeque<>();
            open.add("/");
            while (!open.isEmpty()) {
                String path = open.remove();
                NodeData node = client.blocking().getData(path);
                all.put(path, path.equals(CONFIGURATION) ? "" : node.stat() + " " + node.text());
                Children children = client.blocking().getChildren(path);
                for (String name : children.names()) {
                    open.add(path.equals("/") ? "/" + name : path + "/" + name);
                }
            }
        }
        return all;
    }

    /** A line for each znode that is not the same. */
    static List<String> difference(Map<String, String> one, Map<String, String> other) {
        TreeSet<String> paths = new TreeSet<>(one.keySet());
        paths.addAll(other.keySet());
        return paths.stream()
                .filter(path -> !Objects.equals(one.get(path), other.get(path)))
                .map(path -> path + ": " + one.get(path) + " and " + other.get(path))
                .toList();
    }
}
