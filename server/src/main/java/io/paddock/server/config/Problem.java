package io.paddock.server.config;

/**
 * One thing about a configuration that its operator should know. The text keeps the words that the original server used
 * where it had some, because people search for them; what was expected is ours.
 *
 * @param at where the value stands; its value is null if the key is missing, and all of it is null if no key is to blame
 * @param expected what would be right, as a clause; null if the text says it all
 */
public record Problem(Severity severity, Setting at, String text, String expected) {

    /** How bad it is, from worst to mildest. */
    public enum Severity {
        /** No server starts from this: exit code 2. */
        INVALID(true),
        /** The configuration can be read but no server can run with it: exit code 1, as it always was for these. */
        UNSTARTABLE(true),
        /** The server starts, but surely not as the operator meant. */
        ERROR(false),
        WARN(false),
        INFO(false);

        private final boolean refuses;

        Severity(boolean refuses) {
            this.refuses = refuses;
        }

        public boolean refuses() {
            return refuses;
        }
    }

    /** The line of the file, from 1; 0 if the value did not come from a line. */
    public int line() {
        return at == null ? 0 : at.line();
    }

    public String key() {
        return at == null ? null : at.key();
    }

    /** All of it as one line for people: {@code zoo.cfg:3: text (tickTime=x; expected a whole number)}. */
    public String sentence() {
        StringBuilder line = new StringBuilder();
        if (at != null) {
            line.append(at.where()).append(": ");
        }
        line.append(text);
        boolean showsValue = at != null && at.value() != null;
        if (showsValue || expected != null) {
            line.append(" (");
            line.append(showsValue ? at.shown() : "");
            line.append(showsValue && expected != null ? "; " : "");
            line.append(expected == null ? "" : "expected " + expected);
            line.append(')');
        }
        return line.toString();
    }

    @Override
    public String toString() {
        return severity + " " + sentence();
    }
}
