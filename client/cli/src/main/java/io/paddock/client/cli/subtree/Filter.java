package io.paddock.client.cli.subtree;

import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.Invocation;
import io.paddock.common.Stat;
import java.time.Duration;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code find} looks for: all that was asked for must be true. Immutable. */
final class Filter {

    private static final Pattern AGE = Pattern.compile("(\\d{1,9})([smhd])");

    private final BiPredicate<String, Stat> condition;

    private Filter(BiPredicate<String, Stat> condition) {
        this.condition = condition;
    }

    /** Ages are counted from this moment, in ms since 1970. */
    static Filter of(Invocation in, long nowMs) throws CommandFailure {
        BiPredicate<String, Stat> all = (path, stat) -> true;
        if (in.has("name")) {
            all = all.and(named(in.value("name")));
        }
        if (in.has("owner")) {
            long owner = owner(in.value("owner"));
            all = all.and((path, stat) -> owner == 0 ? stat.ephemeralOwner() != 0 : stat.ephemeralOwner() == owner);
        }
        if (in.has("older")) {
            long beforeMs = nowMs - ageMs(in.value("older"));
            all = all.and((path, stat) -> stat.mtime() <= beforeMs);
        }
        if (in.has("newer")) {
            long afterMs = nowMs - ageMs(in.value("newer"));
            all = all.and((path, stat) -> stat.mtime() >= afterMs);
        }
        if (in.has("larger")) {
            int bytes = in.number("larger", 0);
            all = all.and((path, stat) -> stat.dataLength() >= bytes);
        }
        return new Filter(all);
    }

    boolean matches(String path, Stat stat) {
        return condition.test(path, stat);
    }

    private static BiPredicate<String, Stat> named(String glob) {
        Pattern pattern = Pattern.compile(regex(glob));
        boolean whole = glob.indexOf('/') >= 0;
        return (path, stat) -> pattern.matcher(whole ? path : path.substring(path.lastIndexOf('/') + 1))
                .matches();
    }

    /** {@code *} is any text, {@code ?} any character, and nothing else has a meaning. */
    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        for (char c : glob.toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return regex.toString();
    }

    /** 0 for any. */
    private static long owner(String text) throws CommandFailure {
        if (text.equals("any")) {
            return 0;
        }
        try {
            return Long.parseUnsignedLong(text.startsWith("0x") ? text.substring(2) : text, 16);
        } catch (NumberFormatException e) {
            throw new CommandFailure(text + " is no session: write it as stat shows it, such as 0x1000, or any.");
        }
    }

    private static long ageMs(String text) throws CommandFailure {
        Matcher matcher = AGE.matcher(text);
        if (!matcher.matches()) {
            throw new CommandFailure(text + " is no age: write 30s, 5m, 2h or 7d.");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(number).toMillis();
            case "m" -> Duration.ofMinutes(number).toMillis();
            case "h" -> Duration.ofHours(number).toMillis();
            default -> Duration.ofDays(number).toMillis();
        };
    }
}
