package io.paddock.client.cli.subtree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportedNodeTest {

    private static final List<Acl> ACL =
            List.of(new Acl(Acl.ALL, new AuthId("digest", "bob:abc=")), new Acl(Acl.READ, AuthId.ANYONE));

    private static final ExportedNode.Edition EDITION = new ExportedNode.Edition(0x1f, 2, 3, 4);

    @Test
    void textStaysReadable() throws IOException {
        ExportedNode node = new ExportedNode("/a", "grüße".getBytes(StandardCharsets.UTF_8), ACL, EDITION, false);
        assertThat(node.line())
                .startsWith(
                        "{\"path\":\"/a\",\"data\":\"grüße\",\"mzxid\":\"0x1f\",\"aclVersion\":2,\"ctime\":3,\"mtime\":4,\"acl\":")
                .endsWith("}\n");
        assertThat(ExportedNode.parse(node.line())).usingRecursiveComparison().isEqualTo(node);
    }

    @Test
    void bytesThatAreNoTextSurvive() throws IOException {
        ExportedNode node = new ExportedNode("/a", new byte[] {0, -1, 13, 10, 34}, ACL, EDITION, true);
        assertThat(node.line()).contains("\"encoding\":\"base64\"").contains("\"ephemeral\":true");
        assertThat(ExportedNode.parse(node.line())).usingRecursiveComparison().isEqualTo(node);
    }

    @Test
    void noDataIsNotTheSameAsEmptyData() throws IOException {
        assertThat(ExportedNode.parse(new ExportedNode("/a", null, ACL, EDITION, false).line())
                        .data())
                .isNull();
        assertThat(ExportedNode.parse(new ExportedNode("/a", new byte[0], ACL, EDITION, false).line())
                        .data())
                .isEmpty();
    }

    @Test
    void aFileNeedNotSayHowNewItsZnodesAre() throws IOException {
        ExportedNode node = new ExportedNode("/a", null, ACL, null, false);
        assertThat(node.line()).doesNotContain("mzxid");
        assertThat(ExportedNode.parse(node.line())).usingRecursiveComparison().isEqualTo(node);
    }

    @Test
    void aFileWithoutTimesCanBeImportedAndSaysNothingOfTheEdition() throws IOException {
        String line = new ExportedNode("/a", null, ACL, EDITION, false).line();
        ExportedNode earlier = ExportedNode.parse(line.replace(",\"ctime\":3,\"mtime\":4", ""));
        assertThat(earlier.acl()).isEqualTo(ACL);
        assertThat(earlier.edition()).isNull();
    }

    @Test
    void aListThatHidesItsPasswordIsKnown() {
        List<Acl> masked = List.of(new Acl(Acl.READ, AuthId.ANYONE), new Acl(Acl.ALL, new AuthId("digest", "bob:x")));
        assertThat(new ExportedNode("/a", null, masked, null, false).isMasked()).isTrue();
        assertThat(new ExportedNode("/a", null, ACL, null, false).isMasked()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"path\":\"/a\"}",
                "{\"path\":\"a\",\"acl\":[{}]}",
                "{\"path\":\"/a\",\"data\":\"?\",\"encoding\":\"base64\",\"acl\":[{\"perms\":1}]}",
                "{\"path\":\"/a\",\"acl\":[{\"perms\":"
            })
    void whatIsNoZnodeIsRefused(String line) {
        assertThatThrownBy(() -> ExportedNode.parse(line))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("\n");
    }

    @Test
    void theHeaderIsThatOfAnExport() throws IOException {
        ExportHeader header = new ExportHeader("/app");
        assertThat(ExportHeader.parse(header.line())).isEqualTo(header);
        assertThatThrownBy(() -> ExportHeader.parse("{\"export\":2,\"root\":\"/\"}"))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> ExportHeader.parse(null)).isInstanceOf(IOException.class);
    }
}
