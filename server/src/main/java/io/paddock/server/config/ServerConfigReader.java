package io.paddock.server.config;

import io.paddock.server.config.Problem.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;

/**
 * Reads {@code zoo.cfg} and the system properties (operations, sections 1 to 4). Everything is read to the end, so that an
 * operator who has made three mistakes is told about three.
 *
 * <p>Keys of the file that are not settings of the file alone become system properties {@code zookeeper.<key>}, known or
 * not: code that an operator loads into the server may read them there.
 */
public final class ServerConfigReader {

    /** Of UTF-8, as these files are read. */
    private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

    private ServerConfigReader() {}

    /** @param systemProperties read, and given what the file sets; {@code System.getProperties()} in a server */
    public static ConfigResult read(Path file, Properties systemProperties) {
        String name = file.toString();
        List<Problem> problems = new ArrayList<>();
        if (!Files.exists(file)) {
            return refused(name, name + " file is missing", "a configuration file");
        }
        String text;
        try {
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            return refused(name, "Error processing " + name, "a readable file: " + unreadable.getMessage());
        }
        if (!file.isAbsolute()) {
            String relative = "The path of the configuration file is relative: it depends on the working directory";
            problems.add(new Problem(Severity.WARN, new Setting(null, null, name, 0), relative, "an absolute path"));
        }
        List<Setting> entries = PropertyLines.parse(text, name, problems);
        Settings settings = new Settings(name, entries, systemProperties, problems);
        exportProperties(settings.entries(), systemProperties);
        return read(settings, problems, file, text);
    }

    /** The configuration of a server that was given none: port 2181, ticks of 2 s, data in that directory. */
    public static ConfigResult embedded(Path dataDir, Properties systemProperties) {
        String name = "embedded default";
        List<Setting> entries = List.of(
                new Setting(Keys.DATA_DIR.name(), dataDir.toString(), name, 1),
                new Setting(Keys.CLIENT_PORT.name(), "2181", name, 2),
                new Setting(Keys.TICK_TIME.name(), "2000", name, 3));
        List<Problem> problems = new ArrayList<>();
        return read(new Settings(name, entries, systemProperties, problems), problems, null, "");
    }

    private static ConfigResult read(Settings settings, List<Problem> problems, Path file, String text) {
        Members members = Members.read(settings);
        ServerConfig config = new ServerConfig(
                file,
                text,
                members.serverId(),
                ListenConfig.read(settings, members.ownClientAddress()),
                StorageConfig.read(settings),
                SessionConfig.read(settings),
                LimitConfig.read(settings),
                RequestThrottleConfig.read(settings),
                ConnectionThrottleConfig.read(settings),
                FeatureConfig.read(settings),
                AccessConfig.read(settings),
                PurgeConfig.read(settings),
                AdminConfig.read(settings),
                MetricsConfig.read(settings),
                PauseConfig.read(settings),
                AuditConfig.read(settings),
                EnsembleConfig.read(settings, members.ensemble()));
        checkClassNames(settings);
        for (Setting entry : settings.entries()) {
            checkEntry(settings, entry);
        }
        Ineffective.report(settings, config);
        problems.sort(Comparator.comparingInt(Problem::line));
        boolean refused =
                problems.stream().anyMatch(problem -> problem.severity().refuses());
        List<Problem> all = List.copyOf(problems);
        return refused ? new ConfigResult.Refused(all) : new ConfigResult.Accepted(config, all);
    }

    /** Classes of the original that name an engine: every one of them means ours. */
    private static void checkClassNames(Settings settings) {
        String server = "org.apache.zookeeper.server.";
        List<String> factories = List.of(server + "NIOServerCnxnFactory", server + "NettyServerCnxnFactory");
        List<String> watches = List.of(server + "watch.WatchManager", server + "watch.WatchManagerOptimized");
        checkClassName(settings, Keys.SERVER_CNXN_FACTORY, factories);
        checkClassName(settings, Keys.WATCH_MANAGER, watches);
    }

    private static void checkClassName(Settings settings, Key key, List<String> known) {
        String name = settings.text(key);
        if (!known.contains(name)) {
            String expected = String.join(" or ", known);
            settings.report(Severity.UNSTARTABLE, settings.find(key), "Couldn't instantiate " + name, expected);
        }
    }

    private static void checkEntry(Settings settings, Setting entry) {
        Key key = Keys.named(entry.key());
        if (key == null) {
            if (!Keys.isKnown(entry.key())) {
                settings.warn(entry, "Nothing reads this key" + suggestion(entry.key()), null);
            }
        } else if (key.scope() == Key.Scope.BARE) {
            settings.warn(entry, "In the file this has no effect; give the server -D" + key.name() + "=...", null);
        } else if (key.isStrict()) {
            settings.check(key);
        }
    }

    private static String suggestion(String key) {
        if (key.startsWith(BYTE_ORDER_MARK)) {
            return ": a byte order mark stands before it. Save the file without one";
        }
        if (key.startsWith(Key.PREFIX) && Keys.isKnown(key.substring(Key.PREFIX.length()))) {
            return "; in the file it is written without prefix: " + key.substring(Key.PREFIX.length());
        }
        Collection<String> names = Keys.all().stream().map(Key::name).toList();
        String closest = Spelling.closest(key, names);
        return closest == null ? "" : "; did you mean " + closest + "?";
    }

    private static void exportProperties(Collection<Setting> entries, Properties systemProperties) {
        for (Setting entry : entries) {
            if (!Keys.staysInFile(entry.key())) {
                systemProperties.setProperty(Key.PREFIX + entry.key(), entry.value());
            }
        }
    }

    private static ConfigResult refused(String file, String text, String expected) {
        Setting at = new Setting(null, null, file, 0);
        return new ConfigResult.Refused(List.of(new Problem(Severity.INVALID, at, text, expected)));
    }
}
