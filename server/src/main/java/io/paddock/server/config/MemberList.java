package io.paddock.server.config;

import io.paddock.server.config.Problem.Severity;
import io.paddock.server.ensemble.Ensemble;
import io.paddock.server.ensemble.Group;
import io.paddock.server.ensemble.Peer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** Makes an ensemble of the lines about members (operations, sections 4.1 to 4.4). */
final class MemberList {

    private static final String ANY_HOST = "0.0.0.0";

    private MemberList() {}

    /** @param entries {@code group} and {@code weight} lines among others */
    static Ensemble ensemble(Settings settings, List<MemberLine> lines, Collection<Setting> entries) {
        TreeMap<Long, Peer> peers = new TreeMap<>();
        lines.forEach(line -> peers.put(line.id(), peer(line)));
        TreeMap<Long, List<Long>> groups = new TreeMap<>();
        TreeMap<Long, Long> weights = new TreeMap<>();
        Setting hierarchical = null;
        boolean legible = true;
        for (Setting entry : entries) {
            try {
                if (entry.key().startsWith(Keys.GROUP)) {
                    groups.put(number(entry), sids(entry));
                    hierarchical = entry;
                } else if (entry.key().startsWith(Keys.WEIGHT)) {
                    weights.put(number(entry), Long.parseLong(entry.value().strip()));
                    hierarchical = entry;
                }
            } catch (NumberFormatException bad) {
                settings.refuse(entry, bad.getMessage(), "group.<number>=<id>:<id>..., weight.<id>=<number>");
                legible = false;
            }
        }
        if (hierarchical == null || !legible) {
            return Ensemble.majority(0, peers.values());
        }
        return grouped(settings, hierarchical, peers, groups, weights);
    }

    private static Ensemble grouped(
            Settings settings,
            Setting at,
            TreeMap<Long, Peer> peers,
            TreeMap<Long, List<Long>> groups,
            TreeMap<Long, Long> weights) {
        boolean partitioned = true;
        for (Peer peer : peers.values()) {
            long memberships = groups.values().stream()
                    .filter(sids -> sids.contains(peer.sid()))
                    .count();
            if (memberships > 1) {
                settings.refuse(at, "Server " + peer.sid() + "is in multiple groups", "each server in one group");
                partitioned = false;
            } else if (memberships == 0 && peer.voter()) {
                settings.refuse(at, "Server " + peer.sid() + "is not in a group", "each participant in one group");
                partitioned = false;
            }
        }
        if (!partitioned) {
            return Ensemble.majority(0, peers.values());
        }
        List<Group> list = new ArrayList<>();
        groups.forEach((number, sids) -> list.add(new Group(number, sids)));
        try {
            return Ensemble.grouped(0, peers.values(), list, weights);
        } catch (IllegalArgumentException bad) {
            settings.refuse(at, bad.getMessage(), "weights of 0 or more");
            return Ensemble.majority(0, peers.values());
        }
    }

    private static Peer peer(MemberLine line) {
        List<Peer.Address> addresses = line.addresses().stream()
                .map(at -> new Peer.Address(at.host(), at.quorumPort(), at.electionPort()))
                .toList();
        MemberLine.HostPort client = line.client();
        Peer.ClientAddress clients = client == null
                ? null
                : new Peer.ClientAddress(client.host() == null ? ANY_HOST : client.host(), client.port());
        return new Peer(line.id(), addresses, !line.observer(), clients);
    }

    private static long number(Setting entry) {
        return Long.parseLong(entry.key().substring(entry.key().lastIndexOf('.') + 1));
    }

    private static List<Long> sids(Setting entry) {
        List<Long> sids = new ArrayList<>();
        for (String sid : entry.value().split(":")) {
            sids.add(Long.parseLong(sid.strip()));
        }
        return sids;
    }

    static void refuseWithoutId(Settings settings) {
        settings.refuse(
                settings.find(Keys.DATA_DIR),
                "myid file is missing",
                "the number of this server in the file myid of dataDir");
    }

    /** What a member must have beside the list (section 4.4). */
    static void checkOwn(Settings settings, Ensemble ensemble, Path idFile, long serverId, boolean observer) {
        Peer own = ensemble.peer(serverId);
        if (own == null) {
            settings.report(
                    Severity.UNSTARTABLE,
                    new Setting("myid", Long.toString(serverId), idFile.toString(), 1),
                    "My id " + serverId + " not in the peer list",
                    "one of " + ensemble.peers().stream().map(Peer::sid).toList());
        } else if (own.voter() == observer) {
            settings.warn(
                    settings.find(Keys.PEER_TYPE),
                    "Peer type from servers list (" + type(!own.voter()) + ") doesn't match peerType (" + type(observer)
                            + "). Defaulting to servers list.",
                    null);
        }
    }

    private static String type(boolean observer) {
        return observer ? "OBSERVER" : "PARTICIPANT";
    }
}
