package io.paddock.server.auth;

import java.util.List;

/** Options to be changed one by one. Everything but the scheme switches starts as it is without any setting. */
final class OptionsDraft {

    boolean skipAcl;
    boolean digestEnabled = true;
    String digestAlg = "SHA1";
    String superDigest;
    boolean furtherSchemes = true;
    List<String> saslSuperUsers = List.of();
    String letAnySaslUserDoX;
    String x509SuperUser;
    List<String> ensembleNames = List.of();
    List<String> enforcedSchemes = List.of();

    AuthOptions options() {
        return new AuthOptions(
                skipAcl,
                digestEnabled,
                digestAlg,
                superDigest,
                furtherSchemes,
                saslSuperUsers,
                letAnySaslUserDoX,
                furtherSchemes,
                x509SuperUser,
                furtherSchemes,
                ensembleNames,
                enforcedSchemes);
    }
}
