package io.paddock.cluster;

import io.paddock.client.Children;
import io.paddock.client.Client;
import io.paddock.client.NodeData;
import io.paddock.testsupport.TestEnsemble;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** All that a server shows, with every Stat, when it has caught up. */
final class Contents {

    /** Each server writes it for itself, at its own time, from its own file. */
    private static final String CONFIGURATION = "/zookeeper/config";

    private Contents() {}

    static Map<String, String> of(TestEnsemble ensemble, long sid) throws InterruptedException {
        Map<String, String> all = new TreeMap<>();
        try (Client client = Client.open(ensemble.server(sid).connectString())) {
            client.blocking().sync("/");
            List<String> level = List.of("/");
            while (!level.isEmpty()) {
                level = below(client, level, all);
            }
        }
        return all;
    }

    /** Adds these znodes, and gives their children. All are asked for at once: there may be thousands. */
    private static List<String> below(Client client, List<String> level, Map<String, String> all) {
        List<CompletableFuture<NodeData>> nodes =
                level.stream().map(path -> client.getData(path)).toList();
        List<CompletableFuture<Children>> children =
                level.stream().map(path -> client.getChildren(path)).toList();
        List<String> below = new ArrayList<>();
        for (int i = 0; i < level.size(); i++) {
            String path = level.get(i);
            NodeData node = nodes.get(i).join();
            all.put(path, path.equals(CONFIGURATION) ? "" : node.stat() + " " + node.text());
            for (String name : children.get(i).join().names()) {
                below.add(path.equals("/") ? "/" + name : path + "/" + name);
            }
        }
        return below;
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
