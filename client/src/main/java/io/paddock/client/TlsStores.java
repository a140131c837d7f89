package io.paddock.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Locale;
import java.util.Properties;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * The key and trust store that the properties {@code zookeeper.ssl.keyStore.*} and {@code zookeeper.ssl.trustStore.*} name
 * (operations, section 5.1), as far as the JDK reads them: JKS and PKCS12.
 */
final class TlsStores {

    private static final String PREFIX = "zookeeper.ssl.";

    private TlsStores() {}

    /**
     * Without a key store there is no certificate to show, without a trust store those of the platform are trusted.
     *
     * @throws IOException if a store cannot be read; the message is a sentence that names the file
     */
    static SSLContext context(Properties properties) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(properties), trustManagers(properties), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("The key or trust store is of no use: " + e.getMessage(), e);
        }
    }

    private static KeyManager[] keyManagers(Properties properties) throws IOException, GeneralSecurityException {
        KeyStore store = store(properties, "keyStore");
        if (store == null) {
            return null;
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password(properties, "keyStore"));
        return factory.getKeyManagers();
    }

    private static TrustManager[] trustManagers(Properties properties) throws IOException, GeneralSecurityException {
        KeyStore store = store(properties, "trustStore");
        if (store == null) {
            return null;
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore store(Properties properties, String name) throws IOException, GeneralSecurityException {
        String location = properties.getProperty(PREFIX + name + ".location", "");
        if (location.isEmpty()) {
            return null;
        }
        KeyStore store = KeyStore.getInstance(type(properties.getProperty(PREFIX + name + ".type", ""), location));
        try (InputStream in = Files.newInputStream(Path.of(location))) {
            store.load(in, password(properties, name));
            return store;
        } catch (IOException e) {
            throw new IOException("The store " + location + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String type(String given, String location) throws IOException {
        String type = given.isEmpty() ? location.substring(location.lastIndexOf('.') + 1) : given;
        return switch (type.toUpperCase(Locale.ROOT)) {
            case "JKS" -> "JKS";
            case "PKCS12", "P12" -> "PKCS12";
            default ->
                throw new IOException("The store " + location + " is of a type that is not read here: " + type
                        + "; JKS and PKCS12 are.");
        };
    }

    private static char[] password(Properties properties, String name) throws IOException {
        String path = properties.getProperty(PREFIX + name + ".passwordPath", "");
        if (path.isEmpty()) {
            return properties.getProperty(PREFIX + name + ".password", "").toCharArray();
        }
        return Files.readString(Path.of(path)).strip().toCharArray();
    }
}
