package io.paddock.client.cli.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.client.cli.output.Format;
import io.paddock.client.cli.output.Output;
import io.paddock.client.cli.output.StreamSink;
import io.paddock.client.cli.output.Style;
import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class AclTextTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Output output =
            new Output(new StreamSink(new ByteArrayOutputStream(), err, false, false), Format.TEXT, Style.PLAIN, false);

    @Test
    void anIdMayHaveColons() {
        assertThat(AclText.parse("ip:fe80::1:cdrwa,world:anyone:r", output))
                .containsExactly(
                        new Acl(Acl.ALL, new AuthId("ip", "fe80::1")),
                        new Acl(Acl.READ, new AuthId("world", "anyone")));
        assertThat(errors()).isEmpty();
    }

    @Test
    void whatIsNoEntryIsSaidAndPassedOver() {
        assertThat(AclText.parse("foo,world:anyone:rz", output))
                .isEqualTo(List.of(new Acl(Acl.READ, new AuthId("world", "anyone"))));
        assertThat(errors()).isEqualTo("foo does not have the form scheme:id:perm\nUnknown perm type: z\n");
    }

    @Test
    void permissionsAreShownInOneOrder() {
        assertThat(AclText.letters(Acl.ALL)).isEqualTo("cdrwa");
        assertThat(AclText.letters(Acl.WRITE | Acl.CREATE)).isEqualTo("cw");
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
