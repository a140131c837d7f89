package io.paddock.server.runtime;

import io.paddock.server.admin.FourLetterWords;
import io.paddock.server.admin.Word;
import io.paddock.server.clientport.WordPort;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers four-letter words on a thread of its own, which may wait for the owners of what is asked. */
final class WordThread implements WordPort {

    private static final Logger LOG = LoggerFactory.getLogger(WordThread.class);

    /** Questions that may wait; beyond, the connection is closed without an answer. */
    private static final int QUESTIONS_MAX = 1_000;

    private final FourLetterWords words;
    private final ExecutorService executor;

    WordThread(FourLetterWords words) {
        this.words = words;
        this.executor =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUESTIONS_MAX), task -> {
                    Thread thread = new Thread(task, "paddock-admin");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    @Override
    public int argumentBytes(int code) {
        Word word = Word.of(code);
        return word == null ? 0 : word.argumentBytes();
    }

    @Override
    public CompletionStage<String> answer(int code, byte[] behind) {
        if (code == Word.TELNET_INTERRUPT) {
            return CompletableFuture.completedFuture("");
        }
        Word word = Word.of(code);
        if (word == null) {
            return null;
        }
        long argument = behind.length == Long.BYTES ? ByteBuffer.wrap(behind).getLong() : 0;
        try {
            return CompletableFuture.supplyAsync(
                            () -> behind.length == 0 ? words.answer(word) : words.answer(word, argument), executor)
                    .whenComplete((text, failure) -> report(word, failure));
        } catch (RejectedExecutionException full) {
            return CompletableFuture.completedFuture("");
        }
    }

    private static void report(Word word, Throwable failure) {
        if (failure != null) {
            LOG.warn("The command {} was not answered: {}", word.text(), failure.toString());
        }
    }

    void stop() {
        executor.shutdown();
    }
}
