package io.paddock.client.cli.output;

/** The form of results. */
public enum Format {
    TEXT,
    /** One JSON value per line. */
    JSON;

    /** The format of that name; null if there is none. */
    public static Format of(String name) {
        return switch (name) {
            case "text" -> TEXT;
            case "json" -> JSON;
            default -> null;
        };
    }
}
