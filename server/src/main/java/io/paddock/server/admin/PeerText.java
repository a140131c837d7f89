package io.paddock.server.admin;

/** The word {@code peer}, which is ours: where the ensemble stands, as this member sees it. */
final class PeerText {

    private PeerText() {}

    static String peer(EnsembleView view) {
        StringBuilder text = new StringBuilder();
        text.append("Epoch: ").append(view.epoch()).append('\n');
        text.append("Leader: ").append(view.leader()).append('\n');
        if (view.votersInSync() == 0) {
            return text.append("Behind: ")
                    .append(transactions(view.behind()))
                    .append('\n')
                    .toString();
        }
        text.append("Quorum: ")
                .append(view.votersInSync())
                .append(" of ")
                .append(view.voters())
                .append(" voters in sync\n");
        view.members().forEach(member -> text.append(line(member)));
        return text.toString();
    }

    private static String line(EnsembleView.Member member) {
        String progress = switch (member.progress()) {
            case ABSENT -> "not connected";
            case SYNCHRONIZES -> "is brought up to date";
            case SERVES -> member.voter() ? transactions(member.behind()) + " behind" : "serves";
        };
        return "Server " + member.sid() + ": " + (member.voter() ? "follower" : "observer") + ", " + progress + "\n";
    }

    private static String transactions(long count) {
        return count + (count == 1 ? " transaction" : " transactions");
    }
}
