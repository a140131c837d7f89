package io.paddock.server.clientport;

import java.util.concurrent.CompletionStage;

/** Answers four-letter words. Any thread may ask; the answer comes from another one. */
public interface WordPort {

    /** The answer to the four bytes, if they are a word; null if they are none. */
    CompletionStage<String> answer(int word, byte[] behind);

    /** Bytes that the word wants to see behind it; 0 for most. */
    int argumentBytes(int word);
}
