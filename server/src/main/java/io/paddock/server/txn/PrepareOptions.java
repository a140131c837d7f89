package io.paddock.server.txn;

/**
 * What the configuration says about requests.
 *
 * @param extendedTypes TTL nodes may be created
 * @param enforceQuota hard quotas refuse
 * @param reconfigEnabled reconfig is refused as unimplemented rather than as disabled
 * @param listEphemerals closeSession transactions carry the paths of the ephemerals they delete
 * @param digest transactions carry the digest of the tree after them
 * @param recordBytesMax the longest log record payload that every reader of the log accepts
 */
public record PrepareOptions(
        boolean extendedTypes,
        boolean enforceQuota,
        boolean reconfigEnabled,
        boolean listEphemerals,
        boolean digest,
        int recordBytesMax) {

    public static final PrepareOptions DEFAULT = new PrepareOptions(false, false, false, true, true, 2_097_150);
}
