package io.paddock.server.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.Path;
import io.paddock.common.Stat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Replays a history that was recorded elsewhere. */
class RecordedHistoryTest {

    private final Tree tree = new Tree(3);
    private int nodes;

    @Test
    void theTreeAgreesWithEveryDigestAndEveryNodeOfTheRecording() throws IOException {
        for (String line : lines()) {
            if (!line.startsWith("#")) {
                step(line.split(" "), line);
            }
        }
        assertThat(tree.size()).isEqualTo(nodes);
    }

    private void step(String[] word, String line) {
        switch (word[0]) {
            case "create" ->
                tree.create(
                        Path.of(word[4]),
                        data(word[5]),
                        acl(word[6]),
                        number(word[3]),
                        Integer.parseInt(word[7]),
                        number(word[1]),
                        number(word[2]));
            case "delete" -> tree.delete(find(word[2]), number(word[1]));
            case "setData" ->
                tree.setData(find(word[3]), data(word[4]), Integer.parseInt(word[5]), number(word[1]), number(word[2]));
            case "setAcl" -> tree.setAcl(find(word[1]), acl(word[2]), Integer.parseInt(word[3]));
            case "digest" -> assertThat(tree.digest()).as(line).isEqualTo(number(word[1]));
            case "node" -> {
                expectNode(word, line);
                nodes++;
            }
            default -> throw new IllegalArgumentException(line);
        }
    }

    private void expectNode(String[] word, String line) {
        int n = find(word[1]);
        Stat stat = new Stat(
                number(word[4]),
                number(word[5]),
                number(word[6]),
                number(word[7]),
                Integer.parseInt(word[8]),
                Integer.parseInt(word[9]),
                Integer.parseInt(word[10]),
                number(word[11]),
                Integer.parseInt(word[12]),
                Integer.parseInt(word[13]),
                number(word[14]));
        assertThat(tree.data(n)).as(line).isEqualTo(data(word[2]));
        assertThat(tree.acl(n)).as(line).isEqualTo(acl(word[3]));
        assertThat(tree.stat(n)).as(line).isEqualTo(stat);
        assertThat(tree.cversion(n)).as(line).isEqualTo(Integer.parseInt(word[15]));
        assertThat(tree.owner(n)).as(line).isEqualTo(number(word[16]));
    }

    private int find(String path) {
        int n = tree.find(Path.of(path));
        assertThat(n).as(path).isNotEqualTo(Tree.NONE);
        return n;
    }

    private static long number(String text) {
        return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseLong(text);
    }

    private static byte[] data(String text) {
        return text.equals("-") ? null : Base64.getDecoder().decode(text.substring(1));
    }

    private static List<Acl> acl(String text) {
        List<Acl> acl = new ArrayList<>();
        for (String entry : text.split(",")) {
            String[] part = entry.split(":", 3);
            acl.add(new Acl(Integer.parseInt(part[0]), new AuthId(part[1], part[2])));
        }
        return acl;
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = RecordedHistoryTest.class.getResourceAsStream("all-types.txt")) {
            return Arrays.asList(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n"));
        }
    }
}
