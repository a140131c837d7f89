package io.paddock.simulation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The whole program with a mutation in it, beside the real one in the same process. */
final class Mutant {

    /** All classes of ours are loaded anew: changed ones from memory, the others from where they are. */
    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> changed;

        Loader(Map<String, byte[]> changed) {
            super(Mutant.class.getClassLoader());
            this.changed = changed;
            setDefaultAssertionStatus(true);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded == null && name.startsWith("io.paddock.")) {
                    byte[] bytes = bytes(name);
                    loaded = defineClass(name, bytes, 0, bytes.length);
                }
                return loaded == null ? super.loadClass(name, resolve) : loaded;
            }
        }

        private byte[] bytes(String name) throws ClassNotFoundException {
            byte[] bytes = changed.get(name);
            if (bytes != null) {
                return bytes;
            }
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                return in.readAllBytes();
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private final Loader loader;

    private Mutant(Loader loader) {
        this.loader = loader;
    }

    static Mutant of(Mutation mutation, Path root) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<JavaFileObject> sources = new ArrayList<>();
        mutation.sources(root).forEach((file, text) -> sources.add(source(file, text)));
        Map<String, ByteArrayOutputStream> compiled = new HashMap<>();
        try (JavaFileManager files = inMemory(compiler.getStandardFileManager(null, null, null), compiled)) {
            List<String> options =
                    List.of("-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"), "-implicit:none");
            if (!compiler.getTask(null, files, null, options, null, sources).call()) {
                throw new IllegalStateException(mutation + " does not compile");
            }
        }
        Map<String, byte[]> changed = new HashMap<>();
        compiled.forEach((name, bytes) -> changed.put(name, bytes.toByteArray()));
        return new Mutant(new Loader(changed));
    }

    private static JavaFileObject source(String file, String text) {
        return new SimpleJavaFileObject(URI.create("string:///" + file), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignored) {
                return text;
            }
        };
    }

    private static JavaFileManager inMemory(JavaFileManager files, Map<String, ByteArrayOutputStream> compiled) {
        return new ForwardingJavaFileManager<>(files) {
            @Override
            public JavaFileObject getJavaFileForOutput(
                    Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
                return new SimpleJavaFileObject(URI.create("mem:///" + name), kind) {
                    @Override
                    public OutputStream openOutputStream() {
                        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                        compiled.put(name, bytes);
                        return bytes;
                    }
                };
            }
        };
    }

    /** Plays a scenario. Returns what went wrong, in one line, or null. */
    String play(String scenario) throws ReflectiveOperationException {
        Class<?> test = loader.loadClass(Scenarios.classOf(scenario).getName());
        Constructor<?> constructor = test.getDeclaredConstructor();
        constructor.setAccessible(true);
        Method method = test.getDeclaredMethod(scenario);
        method.setAccessible(true);
        return outcome(() -> method.invoke(constructor.newInstance()));
    }

    /** Lives a seed. Returns what went wrong, in one line, or null. */
    String live(long seed) throws ReflectiveOperationException {
        Method method = loader.loadClass(Simulation.class.getName()).getDeclaredMethod("live", long.class);
        method.setAccessible(true);
        return outcome(() -> method.invoke(null, seed));
    }

    private interface Run {
        void run() throws ReflectiveOperationException;
    }

    private static String outcome(Run run) throws ReflectiveOperationException {
        try {
            run.run();
            return null;
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            String what = String.valueOf(cause.getMessage())
                    .strip()
                    .lines()
                    .findFirst()
                    .orElse("");
            boolean property = cause.getClass().getName().equals(Broken.class.getName());
            return property ? what : "story: " + cause.getClass().getSimpleName() + " " + what;
        }
    }
}
