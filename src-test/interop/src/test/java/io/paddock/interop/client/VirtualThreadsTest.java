package io.paddock.interop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.client.BlockingClient;
import io.paddock.client.NewNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Applications whose threads are virtual, where the JDK has them. */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadsTest extends ClientSuite {

    private static final int THREADS = 500;

    private ExecutorService virtual;

    @BeforeEach
    void open() throws ReflectiveOperationException {
        virtual = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    @AfterEach
    void end() {
        virtual.shutdownNow();
    }

    @Test
    void virtualThreadsWaitForTheirRequests() throws Exception {
        assertEachGetsItsOwn(client());
    }

    @Test
    void callbacksRunOnVirtualThreads() throws Exception {
        assertEachGetsItsOwn(opened(builder().callbackExecutor(virtual)).blocking());
    }

    private void assertEachGetsItsOwn(BlockingClient client) throws Exception {
        String base = client.create(NewNode.persistent("/virtual").sequential()).path();
        List<Future<String>> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String text = "v" + i;
            all.add(virtual.submit(() -> {
                client.create(NewNode.persistent(base + "/" + text).data(text));
                return client.getData(base + "/" + text).text();
            }));
        }
        for (int i = 0; i < THREADS; i++) {
            assertThat(all.get(i).get(60, TimeUnit.SECONDS)).isEqualTo("v" + i);
        }
    }
}
