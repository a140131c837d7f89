package io.paddock.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The drawing in docs/architecture.md as a test: who may use whom, and what the core may not touch. A failure names the
 * line that breaks an arrow. A new room, or a new arrow, is a line here and one in the drawing.
 */
class RoomsTest {
    private static final String SERVER = "io.paddock.server.";
    private static final String SHELL = "io.paddock.client.cli.";

    /** Deterministic rooms: no Netty, files, clocks, threads, locks or luck of their own. */
    private static final Map<String, Set<String>> CORE = arrows("""
            ensemble ->
            election -> ensemble
            tree     ->
            txn      -> tree
            zab      -> ensemble, txn
            replica  -> election, zab, txn, tree
            watch    ->
            session  -> txn, tree, watch, replica
            """);

    private static final Map<String, Set<String>> EDGES = arrows("""
            config     -> ensemble
            metrics    -> config
            storage    -> tree, txn, zab, config, metrics
            auth       -> tree, config, metrics
            clientport -> session, auth, config, metrics
            peerport   -> zab, election, ensemble, storage, config, metrics
            admin      -> replica, config, metrics
            """);

    private static final Map<String, Set<String>> SHELL_ROOMS = arrows("""
            line       ->
            output     ->
            connection -> output
            command    -> connection, output
            subtree    -> command, connection, output
            access     -> command, connection, output, subtree
            nodes      -> command, connection, output, subtree, access
            quota      -> command, connection, output, subtree
            watches    -> command, connection, output
            ensemble   -> command, connection, output
            shell      -> command, connection, output, line
            terminal   -> command, connection, output, shell
            """);

    /** Assembles the others; nobody depends on it. */
    private static final String ASSEMBLY = "runtime";

    private static final JavaClasses OURS =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("io.paddock");

    static Stream<String> rooms() {
        return Stream.concat(CORE.keySet().stream(), EDGES.keySet().stream());
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void aRoomUsesOnlyTheRoomsThatItsArrowsPointTo(String room) {
        arrowsOf(SERVER, room).check(OURS);
    }

    @Test
    void theCoreTouchesNoNetworkFileClockThreadLockNorLuck() {
        pure(SERVER).forEach(rule -> rule.check(OURS));
    }

    @Test
    void everyClassOfTheServerIsInARoomThatIsDrawn() {
        Stream<String> drawn = Stream.concat(rooms(), Stream.of(ASSEMBLY));
        classes()
                .that()
                .resideInAPackage(SERVER + ".")
                .should()
                .resideInAnyPackage(drawn.map(room -> SERVER + room + "..").toArray(String[]::new))
                .because("a new room needs a line in RoomsTest and one in docs/architecture.md")
                .allowEmptyShould(true)
                .check(OURS);
    }

    static Stream<String> shellRooms() {
        return SHELL_ROOMS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("shellRooms")
    void aRoomOfTheShellUsesOnlyTheRoomsThatItsArrowsPointTo(String room) {
        String[] open = Stream.concat(Stream.of(room), SHELL_ROOMS.get(room).stream())
                .map(name -> SHELL + name + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(SHELL + room + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.paddock.client.cli..")
                        .and(resideOutsideOfPackages(open))
                        .as("are not in %s", SHELL_ROOMS.get(room)))
                .as("room '%s' of the shell uses only %s".formatted(room, SHELL_ROOMS.get(room)))
                .check(OURS);
    }

    @Test
    void everyClassOfTheShellIsInARoomThatIsDrawn() {
        classes()
                .that()
                .resideInAPackage("io.paddock.client.cli..")
                .and()
                .resideOutsideOfPackage("io.paddock.client.cli")
                .should()
                .resideInAnyPackage(
                        shellRooms().map(room -> SHELL + room + "..").toArray(String[]::new))
                .because("a new room needs a line in RoomsTest and one in docs/architecture.md")
                .check(OURS);
    }

    @Test
    void theShellIsBuiltOnTheWordsOfTheClientAlone() {
        noClasses()
                .that()
                .resideInAPackage("io.paddock.client.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.paddock.client.session..",
                        "io.paddock.client.transport..",
                        "io.paddock.client.watch..",
                        "io.paddock.common.wire..",
                        "io.netty..")
                .check(OURS);
        noClasses()
                .that()
                .resideInAnyPackage("io.paddock.client", "io.paddock.client.session..", "io.paddock.client.recipes..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.paddock.client.cli..")
                .check(OURS);
    }

    @Test
    void onlyTheTerminalOfTheShellKnowsTheLineEditor() {
        noClasses()
                .that()
                .resideInAPackage("io.paddock..")
                .and()
                .resideOutsideOfPackage(SHELL + "terminal..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jline..")
                .check(OURS);
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        assertThat(OURS.getPackage("io.paddock").getSubpackagesInTree())
                .filteredOn(room -> !room.getClasses().isEmpty())
                .isNotEmpty()
                .allSatisfy(room -> assertThat(room.tryGetPackageInfo())
                        .as("package-info.java of %s", room.getName())
                        .isPresent());
    }

    @Test
    void whatClientAndServerShareKnowsNeither() {
        noClasses()
                .that()
                .resideInAPackage("io.paddock.common..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.paddock.client..", "io.paddock.server..")
                .check(OURS);
    }

    @Test
    void recipesAreBuiltOnTheWordsOfTheClientAlone() {
        noClasses()
                .that()
                .resideInAPackage("io.paddock.client.recipes..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.paddock.client.session..",
                        "io.paddock.client.transport..",
                        "io.paddock.client.watch..",
                        "io.paddock.common.wire..",
                        "io.netty..")
                .check(OURS);
    }

    @Test
    void onlyTheTransportOfTheClientKnowsThePipeline() {
        noClasses()
                .that()
                .resideInAnyPackage("io.paddock.client", "io.paddock.client.session..", "io.paddock.client.watch..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty.buffer..", "io.netty.bootstrap..", "io.netty.handler..")
                .check(OURS);
        noClasses()
                .that()
                .resideInAPackage("io.paddock.client.transport..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.paddock.client.session..", "io.paddock.client.watch..", "io.paddock.client")
                .check(OURS);
    }

    @Test
    void theClientKnowsNoServer() {
        noClasses()
                .that()
                .resideInAPackage("io.paddock.client..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.paddock.server..")
                .check(OURS);
    }

    @Test
    void aBrokenArrowIsReportedWithItsLine() {
        assertThatThrownBy(() -> arrowsOf(SERVER + "wrongrooms.", "tree").check(wrongRooms()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("io.paddock.server.wrongrooms.zab.Packet")
                .hasMessageContaining("(WrongTree.java:13)");
    }

    @Test
    void aTouchOfTheWorldIsReportedWithItsLine() {
        assertThat(pure(SERVER + "wrongrooms.")
                        .map(rule -> rule.allowEmptyShould(true).evaluate(wrongRooms())))
                .flatMap(result -> result.getFailureReport().getDetails())
                .anyMatch(line -> line.contains("java.io.File") && line.contains("(WrongTree.java:17)"))
                .anyMatch(line -> line.contains("System.nanoTime") && line.contains("(WrongTree.java:21)"))
                .anyMatch(line -> line.contains("java.util.Random.<init>()") && line.contains("(WrongTree.java:25)"))
                .anyMatch(line -> line.contains("locked"))
                .noneMatch(line -> line.contains("seeded"));
    }

    private static ArchRule arrowsOf(String base, String room) {
        Set<String> allowed = CORE.containsKey(room) ? CORE.get(room) : EDGES.get(room);
        String[] open = Stream.concat(Stream.of(room), allowed.stream())
                .map(name -> base + name + "..")
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(base + room + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.paddock.server..", "io.paddock.client..")
                        .and(resideOutsideOfPackages(open))
                        .as("are not in %s", allowed))
                .as("room '%s' uses only %s and common".formatted(room, allowed))
                .allowEmptyShould(true);
    }

    private static Stream<ArchRule> pure(String base) {
        String[] core = CORE.keySet().stream().map(room -> base + room + "..").toArray(String[]::new);
        ArchRule world = noClasses()
                .that()
                .resideInAnyPackage(core)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..",
                        "java.nio.channels..",
                        "java.nio.file..",
                        "java.net..",
                        "java.util.concurrent..",
                        "io.netty..",
                        "org.slf4j..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Thread.class, java.security.SecureRandom.class)
                .as("the core touches no network, file, thread or log");
        ArchRule luck = noClasses()
                .that()
                .resideInAnyPackage(core)
                .should()
                .accessTargetWhere(asksTheMachine())
                .as("the core is given the time and a seed, it does not ask for them");
        ArchRule locks = noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(core)
                .should()
                .haveModifier(JavaModifier.SYNCHRONIZED)
                .as("the core has no locks");
        return Stream.of(world, luck, locks).map(rule -> rule.allowEmptyShould(true));
    }

    /** Calls whose answer differs from one run to the next. */
    private static DescribedPredicate<JavaAccess<?>> asksTheMachine() {
        Set<String> calls = Set.of(
                "java.lang.System.nanoTime()",
                "java.lang.System.currentTimeMillis()",
                "java.lang.Math.random()",
                "java.util.Random.<init>()",
                "java.util.UUID.randomUUID()",
                "java.util.Collections.shuffle(java.util.List)",
                "java.time.Instant.now()");
        return DescribedPredicate.describe(
                "asks the machine for the time or for luck",
                access -> calls.contains(access.getTarget().getFullName())
                        || access.getTarget().getFullName().startsWith("java.time.Clock.system"));
    }

    private static JavaClasses wrongRooms() {
        return new ClassFileImporter().importPackages(SERVER + "wrongrooms");
    }

    /** Reads lines of the form {@code room -> other, other}. */
    private static Map<String, Set<String>> arrows(String drawing) {
        Map<String, Set<String>> arrows = new LinkedHashMap<>();
        for (String line : drawing.lines().toList()) {
            List<String> ends = Arrays.asList(line.split("->", 2));
            Set<String> targets = Set.copyOf(Arrays.stream(ends.get(1).split(","))
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .toList());
            arrows.put(ends.get(0).strip(), targets);
        }
        return arrows;
    }
}
