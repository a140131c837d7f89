package io.paddock.server.config;

import io.paddock.server.config.Problem.Severity;
import io.paddock.server.ensemble.Ensemble;
import io.paddock.server.ensemble.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What the configuration says about an ensemble (operations, section 4).
 *
 * @param serverId the number in {@code dataDir/myid}, or 0
 * @param ownClientAddress the client port that this server's own line gives, or null
 * @param ensemble null for a server that is alone
 */
record Members(long serverId, InetSocketAddress ownClientAddress, Ensemble ensemble) {

    static Members read(Settings settings) {
        checkEnsembleKeys(settings);
        Collection<Setting> entries = memberEntries(settings);
        List<MemberLine> lines = lines(settings, entries);
        // What is wrong with a line says nothing about the list: no complaint that this server is not in it, or alone.
        boolean complete = lines.size()
                == entries.stream()
                        .filter(entry -> entry.key().startsWith(Keys.SERVER))
                        .count();
        boolean distributed = complete ? judge(settings, lines) : lines.size() > 1;
        Path idFile = idFile(settings);
        boolean hasId = idFile != null && Files.exists(idFile);
        OptionalLong readId = hasId ? serverId(settings, idFile) : OptionalLong.empty();
        long serverId = readId.orElse(0);
        Ensemble ensemble = null;
        if (distributed) {
            ensemble = MemberList.ensemble(settings, lines, complete ? entries : List.of());
            ensemble = ensemble == null ? null : ensemble.withVersion(version(settings));
            MissingFeatures.report(settings);
            boolean observer = settings.text(Keys.PEER_TYPE).equalsIgnoreCase("observer");
            boolean asked = settings.isSet(Keys.PEER_TYPE);
            if (!hasId) {
                MemberList.refuseWithoutId(settings);
            } else if (complete && readId.isPresent()) {
                MemberList.checkOwn(
                        settings, ensemble, idFile, serverId, asked ? observer : isObserver(ensemble, serverId));
            }
        }
        return new Members(serverId, ownClientAddress(settings, lines, serverId), ensemble);
    }

    private static boolean isObserver(Ensemble ensemble, long serverId) {
        Peer own = ensemble.peer(serverId);
        return own != null && !own.voter();
    }

    private static List<MemberLine> lines(Settings settings, Collection<Setting> entries) {
        boolean severalAddresses = settings.flag(Keys.MULTI_ADDRESS) || settings.flag(Keys.MULTI_ADDRESS_PROPERTY);
        List<MemberLine> lines = new ArrayList<>();
        for (Setting entry : entries) {
            if (entry.key().startsWith(Keys.SERVER)) {
                try {
                    lines.add(MemberLine.parse(entry, severalAddresses));
                } catch (MemberLine.BadLine bad) {
                    settings.refuse(entry, bad.getMessage(), "server.<id>=<host>:<port>:<port>[:<role>][;<port>]");
                }
            }
        }
        return lines;
    }

    /** The entries about members, from the dynamic file if there is one, else from the file itself. */
    private static Collection<Setting> memberEntries(Settings settings) {
        List<Setting> own = new ArrayList<>(settings.entries());
        own.removeIf(entry -> !Keys.isMemberKey(entry.key()));
        Setting dynamicFile = settings.find(Keys.DYNAMIC_CONFIG_FILE);
        if (dynamicFile == null) {
            return own;
        }
        for (Setting entry : own) {
            String text = "parameter: " + entry.key() + " must be in a separate dynamic config file";
            settings.refuse(entry, text, "this line in " + dynamicFile.value());
        }
        return dynamicEntries(settings, dynamicFile);
    }

    private static Collection<Setting> dynamicEntries(Settings settings, Setting dynamicFile) {
        String text;
        try {
            text = Files.readString(Path.of(dynamicFile.value()), StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            settings.refuse(dynamicFile, "Error processing " + dynamicFile.value(), "a readable file");
            return List.of();
        }
        List<Problem> broken = new ArrayList<>();
        Map<String, Setting> entries = new LinkedHashMap<>();
        for (Setting entry : PropertyLines.parse(text, dynamicFile.value(), broken)) {
            entries.put(entry.key(), entry);
        }
        broken.forEach(problem -> settings.refuse(problem.at(), problem.text(), problem.expected()));
        for (Setting entry : entries.values()) {
            if (entry.key().equals("version")) {
                settings.refuse(entry, "dynamic file shouldn't have version inside", "the version in the file's name");
            } else if (!Keys.isMemberKey(entry.key())) {
                settings.refuse(entry, "Unrecognised parameter: " + entry.key(), "server, group and weight lines only");
            }
        }
        return entries.values();
    }

    /** The hexadecimal number behind the last dot of the dynamic file's name; 0 if there is none (quorum protocol 15.6). */
    private static long version(Settings settings) {
        Setting dynamicFile = settings.find(Keys.DYNAMIC_CONFIG_FILE);
        if (dynamicFile == null) {
            return 0;
        }
        String name = dynamicFile.value();
        int dot = name.lastIndexOf('.');
        try {
            return dot < 0 ? 0 : Long.parseLong(name.substring(dot + 1), 16);
        } catch (NumberFormatException nameWithoutVersion) {
            return 0;
        }
    }

    /** The table of operations, section 4.4. True if this server is a member of an ensemble. */
    private static boolean judge(Settings settings, List<MemberLine> lines) {
        long observers = lines.stream().filter(MemberLine::observer).count();
        long participants = lines.size() - observers;
        boolean standaloneAllowed = settings.flag(Keys.STANDALONE_ENABLED);
        Setting first = lines.isEmpty()
                ? settings.find(Keys.STANDALONE_ENABLED)
                : lines.get(0).at();
        if (participants == 0 && !standaloneAllowed) {
            String text = "standaloneEnabled = false then number of participants should be >0";
            settings.refuse(settings.find(Keys.STANDALONE_ENABLED), text, "server lines, or standaloneEnabled=true");
        } else if (participants == 0 && observers > 0) {
            String text = "Observers w/o participants is an invalid configuration";
            settings.refuse(first, text, "at least one participant");
        } else if (participants > 1 || participants == 1 && !standaloneAllowed) {
            if (participants <= 2) {
                String text = "No server failure will be tolerated. You need at least 3 servers.";
                settings.report(Severity.WARN, first, text, null);
            } else if (participants % 2 == 0) {
                String text = "Non-optimal configuration, consider an odd number of servers.";
                settings.report(Severity.WARN, first, text, null);
            }
            return true;
        } else if (participants == 1) {
            String text = "Invalid configuration, only one server specified (ignoring)";
            settings.report(Severity.ERROR, first, text, "no server lines, for a server that is alone");
            if (observers > 0) {
                settings.refuse(first, "Observers w/o quorum is an invalid configuration", "no observers");
            }
        }
        return false;
    }

    private static void checkEnsembleKeys(Settings settings) {
        if (settings.int32(Keys.ELECTION_ALG) != 3) {
            Setting at = settings.find(Keys.ELECTION_ALG);
            settings.refuse(at, "Invalid electionAlg value. Only 3 is supported.", "3");
        }
        String peerType = settings.text(Keys.PEER_TYPE);
        if (!List.of("observer", "participant").contains(peerType.toLowerCase(Locale.ROOT))) {
            Setting at = settings.find(Keys.PEER_TYPE);
            settings.refuse(at, "Unrecognised peertype: " + peerType, "observer or participant");
        }
        boolean sasl = settings.flag(Keys.QUORUM_SASL);
        boolean learnerSasl = settings.flag(Keys.QUORUM_LEARNER_SASL);
        for (Key demand : List.of(Keys.QUORUM_LEARNER_SASL, Keys.QUORUM_SERVER_SASL)) {
            if (settings.flag(demand) && !sasl) {
                String text = "quorum.auth.enableSasl is disabled, so cannot enable " + demand.name();
                settings.refuse(settings.find(demand), text, "quorum.auth.enableSasl=true");
            }
        }
        if (settings.flag(Keys.QUORUM_SERVER_SASL) && sasl && !learnerSasl) {
            String text = "quorum.auth.learnerRequireSasl is disabled, so cannot enable quorum.auth.serverRequireSasl";
            settings.refuse(settings.find(Keys.QUORUM_SERVER_SASL), text, "quorum.auth.learnerRequireSasl=true");
        }
    }

    private static Path idFile(Settings settings) {
        Setting dataDir = settings.find(Keys.DATA_DIR);
        boolean usable = dataDir != null && dataDir.value().chars().noneMatch(Character::isISOControl);
        return usable ? Path.of(dataDir.value(), "myid") : null;
    }

    /** Empty if there is no number, which is then reported. */
    private static OptionalLong serverId(Settings settings, Path file) {
        Setting dataDir = settings.find(Keys.DATA_DIR);
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (IOException unreadable) {
            settings.refuse(dataDir, "Error processing " + file, "a readable file");
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException notANumber) {
            settings.refuse(
                    new Setting("myid", text, file.toString(), 1),
                    "serverid " + text + " is not a number",
                    "a decimal number without blanks around it");
            return OptionalLong.empty();
        }
    }

    private static InetSocketAddress ownClientAddress(Settings settings, List<MemberLine> lines, long serverId) {
        MemberLine own = lines.size() == 1 ? lines.get(0) : null;
        for (MemberLine line : lines) {
            if (line.id() == serverId) {
                own = line;
            }
        }
        if (own == null || own.client() == null) {
            return null;
        }
        checkSameClientAddress(settings, own);
        MemberLine.HostPort client = own.client();
        if (client.host() == null) {
            return new InetSocketAddress(client.port());
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(client.host()), client.port());
        } catch (UnknownHostException unresolvable) {
            String text = client.host() + ": Name or service not known";
            settings.refuse(own.at(), text, "a host name or address of this machine");
            return null;
        }
    }

    /** If both the file and the line give a client address they must agree; no host in the file goes with any host. */
    private static void checkSameClientAddress(Settings settings, MemberLine own) {
        Setting port = settings.find(Keys.CLIENT_PORT);
        if (port == null) {
            return;
        }
        String host = settings.text(Keys.CLIENT_PORT_ADDRESS);
        String ownHost = own.client().host() == null ? "0.0.0.0" : own.client().host();
        boolean samePort = settings.int32(Keys.CLIENT_PORT, 0) == own.client().port();
        if (!samePort || host != null && !host.equals(ownHost)) {
            String inFile = (host == null ? "0.0.0.0" : host) + ":" + port.value();
            settings.refuse(
                    own.at(),
                    "client address for this server (id = " + own.id() + ") in static config file is " + inFile
                            + " is different from client address found in dynamic file: " + ownHost + ":"
                            + own.client().port(),
                    "the same address in both, or in one of them");
        }
    }
}
