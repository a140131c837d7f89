package io.paddock.server.admin;

import io.paddock.server.config.MetricsConfig;
import io.paddock.server.config.ServerConfig;
import io.paddock.server.metrics.Metrics;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Answers four-letter words (operations, section 9). Scripts and monitoring systems parse the answers: each text here is
 * fixed to the byte. May be used by any thread.
 */
public final class FourLetterWords {

    private static final String NOT_SERVING = "This ZooKeeper instance is not currently serving requests";

    /** Client requests, server packets, sessions and warnings. Kept for those who ask; nothing here is traced by it. */
    private static final long DEFAULT_TRACE_MASK = 2 + 16 + 32 + 256;

    private final ServerConfig config;
    private final Metrics metrics;
    private final ServerView server;
    private final Set<Word> enabled;
    private final boolean usesPrometheus;
    private final AtomicLong traceMask = new AtomicLong(DEFAULT_TRACE_MASK);

    public FourLetterWords(ServerConfig config, Metrics metrics, ServerView server) {
        this.config = config;
        this.metrics = metrics;
        this.server = server;
        this.usesPrometheus = config.metrics().provider() == MetricsConfig.Provider.PROMETHEUS;
        this.enabled = enabled(config.admin().words(), config.features().readOnlyMode());
    }

    /** The answer to a word; the connection is closed behind it. */
    public String answer(Word word) {
        return answer(word, traceMask.get());
    }

    /** @param argument what followed the word, for {@link Word#STMK} */
    public String answer(Word word, long argument) {
        if (!enabled.contains(word)) {
            return word.text() + " is not executed because it is not in the whitelist.\n";
        }
        Mode mode = server.mode();
        if (mode == Mode.NOT_SERVING && !word.isAlwaysAnswered()) {
            return refusal(word);
        }
        return switch (word) {
            case RUOK -> "imok";
            case ISRO -> readOnly(mode);
            case ENVI -> EnvironmentText.envi();
            case GTMK -> Long.toString(traceMask.get());
            case STMK -> {
                traceMask.set(argument);
                yield Long.toString(argument);
            }
            case SRVR -> StatusText.srvr(mode, server, metrics);
            case STAT -> StatusText.stat(mode, server, metrics);
            case CONS -> ConnectionText.cons(server.connections());
            case DUMP -> ConnectionText.dump(mode, server, config);
            case CONF -> ConfigurationText.conf(config, server);
            case DIRS -> dirs(server.disk());
            case HASH -> hash(server.digests());
            case MNTR ->
                usesPrometheus
                        ? MonitorText.prometheus(mode, server, metrics)
                        : MonitorText.mntr(mode, server, metrics);
            case WCHS -> WatchText.wchs(server.watches());
            case WCHC -> WatchText.wchc(server.watches());
            case WCHP -> WatchText.wchp(server.watches());
            case PEER -> peer(mode);
            case CRST -> {
                server.resetConnections();
                yield "Connection stats reset.\n";
            }
            case SRST -> {
                if (!usesPrometheus) {
                    metrics.reset(); // Prometheus takes differences: what it reads must not go back.
                }
                yield "Server stats reset.\n";
            }
        };
    }

    private String peer(Mode mode) {
        if (mode == Mode.STANDALONE) {
            return "No ensemble: this server stands alone.\n";
        }
        EnsembleView view = server.ensemble();
        return view == null ? refusal(Word.PEER) : PeerText.peer(view);
    }

    /** Programs look for the first line; people are told more. */
    private String refusal(Word word) {
        String why = word == Word.SRVR || word == Word.STAT || word == Word.PEER ? server.whyNotServing() : null;
        if (why != null) {
            return NOT_SERVING + "\n" + why + "\n";
        }
        return word == Word.HASH ? NOT_SERVING : NOT_SERVING + "\n";
    }

    private static Set<Word> enabled(List<String> whitelist, boolean readOnlyMode) {
        Set<Word> enabled = EnumSet.of(Word.SRVR, Word.PEER); // Both are what zkServer.sh status asks.
        if (readOnlyMode) {
            enabled.add(Word.ISRO);
        }
        for (Word word : Word.values()) {
            if (whitelist.contains("*") || whitelist.contains(word.text())) {
                enabled.add(word);
            }
        }
        return enabled;
    }

    private static String readOnly(Mode mode) {
        return switch (mode) {
            case NOT_SERVING -> "null";
            case READ_ONLY -> "ro";
            case STANDALONE, LEADER, FOLLOWER, OBSERVER -> "rw";
        };
    }

    private static String dirs(ServerView.DiskView disk) {
        return "datadir_size: " + disk.dataDirBytes() + "\nlogdir_size: " + disk.logDirBytes() + "\n";
    }

    private static String hash(List<ServerView.DigestView> digests) {
        StringBuilder text = new StringBuilder();
        for (ServerView.DigestView digest : digests) {
            text.append(Long.toHexString(digest.zxid()))
                    .append(": ")
                    .append(digest.digest())
                    .append('\n');
        }
        return text.toString();
    }
}
