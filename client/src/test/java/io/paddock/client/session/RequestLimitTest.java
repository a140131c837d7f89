package io.paddock.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.client.AccessList;
import io.paddock.client.Client;
import io.paddock.client.DidNotHappenException;
import io.paddock.client.NewNode;
import io.paddock.client.ReadBatch;
import io.paddock.client.Transaction;
import io.paddock.common.Acl;
import io.paddock.common.ErrorCode;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that are too large for servers. No server is needed to see that. */
class RequestLimitTest {

    /** Of a setData of {@code /a} without data: header, path, length of the data, version. */
    private static final int AROUND_DATA = 8 + 6 + 4 + 4;

    private final Client client = Client.open("127.0.0.1:1");
    private final Client narrow =
            Client.builder("127.0.0.1:1").requestBytesMax(100).open();

    @AfterEach
    void end() {
        client.abandon();
        narrow.abandon();
    }

    @Test
    void theLargestRequestThatServersTakeIsTheDefault() {
        assertThat(client.setData("/a", new byte[0xfffff - AROUND_DATA], 1)).isNotDone();
        CompletableFuture<?> refused = client.setData("/a", new byte[0x100000 - AROUND_DATA], 1);
        assertThat(refused).isCompletedExceptionally();
        assertThatThrownBy(refused::join).cause().isInstanceOfSatisfying(DidNotHappenException.class, e -> {
            assertThat(e.is(ErrorCode.MARSHALLING_ERROR)).isTrue();
            assertThat(e.path()).isEqualTo("/a");
            assertThat(e)
                    .hasMessage("SET_DATA /a: the request has 1048576 bytes, and the client sends at most 1048575"
                            + " (ClientBuilder.requestBytesMax)");
        });
    }

    @Test
    void everyKindOfRequestIsMeasured() {
        String text = "x".repeat(100);
        byte[] data = new byte[100];
        assertRefused(narrow.create(NewNode.persistent("/a").data(data)));
        assertRefused(narrow.create(NewNode.persistent("/" + text)));
        assertRefused(narrow.create(NewNode.persistent("/a")
                .acl(AccessList.empty().digest(text, "secret", Acl.ALL).toList())));
        assertRefused(narrow.delete("/" + text, 1));
        assertRefused(narrow.getData("/" + text));
        assertRefused(narrow.exists("/" + text));
        assertRefused(narrow.sync("/" + text));
        assertRefused(narrow.addAuth("digest", data));
        Transaction transaction = new Transaction();
        transaction.setData("/a", new byte[50], 1);
        transaction.delete("/b", 1);
        assertRefused(narrow.commit(transaction));
        ReadBatch batch = new ReadBatch();
        batch.data("/" + text);
        assertRefused(narrow.read(batch));
        assertThat(narrow.getData("/a")).isNotDone();
    }

    private static void assertRefused(CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        assertThatThrownBy(future::join).hasCauseInstanceOf(DidNotHappenException.class);
    }
}
