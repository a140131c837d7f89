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

    /** Znodes that are asked for together: a quick machine writes more than a client lets wait. */
    private static final int AT_ONCE = 10_000;

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

    /** Adds these znodes, and gives their children. */
    private static List<String> below(Client client, List<String> level, Map<String, String> all) {
        List<String> below = new ArrayList<>();
        for (int from = 0; from < level.size(); from += AT_ONCE) {
            int to = Math.min(level.size(), from + AT_ONCE);
            below.addAll(belowSome(client, level.subList(from, to), all));
        }
        return below;
    }

    private static List<String> belowSome(Client client, List<String> paths, Map<String, String> all) {
        List<CompletableFuture<NodeData>> nodes =
                paths.stream().map(path -> client.getData(path)).toList();
        List<CompletableFuture<Children>> children =
                paths.stream().map(path -> client.getChildren(path)).toList();
        List<String> below = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            String path = paths.get(i);
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
