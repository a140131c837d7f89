package io.paddock.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MemberNumberTest {

    @Test
    void theLinesOfAllThreadsShowIt() throws InterruptedException {
        LoggerContext context = new LoggerContext();
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Logger logger = context.getLogger("of this test");
        logger.addAppender(appender(context, written));
        MemberNumber.show(7, context);
        Thread other = new Thread(() -> logger.info("there"));
        logger.info("here");
        other.start();
        other.join();
        context.stop();
        assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("[myid:7] here\n[myid:7] there\n");
    }

    @Test
    void anotherLoggingLibraryIsLeftAlone() {
        MemberNumber.show(7, name -> {
            throw new AssertionError(name);
        });
    }

    private static OutputStreamAppender<ILoggingEvent> appender(LoggerContext context, ByteArrayOutputStream written) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("[myid:%X{myid}] %m%n");
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(written);
        appender.start();
        return appender;
    }
}
