package io.paddock.client.cli.subtree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.client.Client;
import io.paddock.client.Created;
import io.paddock.client.MayHaveHappenedException;
import io.paddock.client.NewNode;
import io.paddock.client.RefusedException;
import io.paddock.client.cli.output.Format;
import io.paddock.client.cli.output.Output;
import io.paddock.client.cli.output.StreamSink;
import io.paddock.client.cli.output.Style;
import io.paddock.common.Acl;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportRunTest {

    @TempDir
    private Path folder;

    /** Created before the connection breaks. */
    private int answers = Integer.MAX_VALUE;

    private final List<String> created = new ArrayList<>();
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final ImportRun run = new ImportRun(
            server(),
            new Output(new StreamSink(shown, shown, false, false), Format.TEXT, Style.PLAIN, false),
            "/copy",
            false,
            false);

    @Test
    void whatWasDoneBeforeTheConnectionBrokeIsCounted() throws IOException, InterruptedException {
        answers = 2;
        assertThatThrownBy(() -> take("/a", "/b", "/c", "/d", "/e")).isInstanceOf(MayHaveHappenedException.class);
        run.countAnswered();
        assertThat(run.counts().summary(false).text())
                .isEqualTo("Created 2, replaced 0, 0 are the same, 3 without an answer\n");
    }

    @Test
    void aPathThatCannotBeNamesItsLineAndWhatIsBeforeItIsMade() {
        assertThatThrownBy(() -> take("/a", "/b//c", "/d"))
                .isInstanceOf(IOException.class)
                .hasMessage("line 3: Invalid path string \"/b//c\" caused by empty node name specified @3");
        assertThat(created).containsExactly("/copy/a");
        assertThat(run.counts().created).isEqualTo(1);
    }

    private void take(String... paths) throws IOException, InterruptedException {
        Path file = folder.resolve("export");
        StringBuilder text = new StringBuilder();
        for (String path : paths) {
            text.append(new ExportedNode(path, null, Acl.OPEN, null, false).line());
        }
        Files.writeString(file, text);
        try (LineFile lines = LineFile.open(file)) {
            run.take(lines, Files.size(file));
        }
    }

    /** Has nothing, and takes what is created. */
    private Client server() {
        InvocationHandler handler = this::answer;
        return (Client) Proxy.newProxyInstance(Client.class.getClassLoader(), new Class<?>[] {Client.class}, handler);
    }

    private Object answer(Object proxy, Method method, Object[] arguments) throws Throwable {
        return switch (method.getName()) {
            case "getData", "getAcl" ->
                CompletableFuture.failedFuture(
                        RefusedException.of(ErrorCode.NO_NODE.code(), OpCode.GET_DATA, (String) arguments[0]));
            case "create" -> create(((NewNode) arguments[0]).path());
            case "isCallbackThread" -> false;
            default -> InvocationHandler.invokeDefault(proxy, method, arguments);
        };
    }

    private CompletableFuture<Created> create(String path) {
        if (created.size() >= answers) {
            return CompletableFuture.failedFuture(
                    new MayHaveHappenedException(ErrorCode.CONNECTION_LOSS, OpCode.CREATE, path, "it broke"));
        }
        created.add(path);
        return CompletableFuture.completedFuture(new Created(path, null));
    }
}
