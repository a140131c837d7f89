package io.paddock.server.config;

import io.paddock.server.config.Key.Form;
import io.paddock.server.config.Key.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The table of all keys and properties that an operator may write: operations, sections 2 (keys of the file), 3
 * (properties), 5 (TLS) and 6 (SASL). A key that is not here is a spelling mistake or somebody else's.
 *
 * <p>Keys with a constant are read by some subject. The others are known so that nobody is warned about them: those of
 * an ensemble are read by its members, and those that tune threads or caches of the original have nothing to tune here.
 */
final class Keys {

    private static final List<Key> TABLE = new ArrayList<>();

    // Section 2.1: storage and client ports.
    static final Key DATA_DIR = file(Form.TEXT, "dataDir", null);
    static final Key DATA_LOG_DIR = file(Form.TEXT, "dataLogDir", null);
    static final Key CLIENT_PORT = file(Form.INT, "clientPort", null);
    static final Key CLIENT_PORT_ADDRESS = file(Form.TEXT, "clientPortAddress", null);
    static final Key SECURE_CLIENT_PORT = file(Form.INT, "secureClientPort", null);
    static final Key SECURE_CLIENT_PORT_ADDRESS = file(Form.TEXT, "secureClientPortAddress", null);
    static final Key LISTEN_BACKLOG = file(Form.INT, "clientPortListenBacklog", "-1");
    static final Key MAX_CLIENT_CNXNS = file(Form.INT, "maxClientCnxns", "60");
    static final Key TICK_TIME = file(Form.INT, "tickTime", "3000");
    static final Key MIN_SESSION_TIMEOUT = file(Form.INT, "minSessionTimeout", "-1");
    static final Key MAX_SESSION_TIMEOUT = file(Form.INT, "maxSessionTimeout", "-1");
    static final Key LOCAL_SESSIONS = file(Form.FLAG, "localSessionsEnabled", "false");
    static final Key LOCAL_SESSIONS_UPGRADING = file(Form.FLAG, "localSessionsUpgradingEnabled", "false");

    // Section 2.2: ensemble. Those with a constant matter to a server that is alone, too.
    static final Key INIT_LIMIT = ensemble(Form.INT, "initLimit", "0");
    static final Key SYNC_LIMIT = ensemble(Form.INT, "syncLimit", "0");
    static final Key ELECTION_ALG = ensemble(Form.INT, "electionAlg", "3");
    static final Key PEER_TYPE = ensemble(Form.TEXT, "peerType", "participant");
    static final Key STANDALONE_ENABLED = ensemble(Form.FLAG, "standaloneEnabled", "true");
    static final Key RECONFIG_ENABLED = ensemble(Form.FLAG, "reconfigEnabled", "false");
    static final Key DYNAMIC_CONFIG_FILE = ensemble(Form.TEXT, "dynamicConfigFile", null);
    static final Key MULTI_ADDRESS = ensemble(Form.FLAG, "multiAddress.enabled", "false");
    static final Key MULTI_ADDRESS_PROPERTY =
            add("zookeeper.multiAddress.enabled", Scope.BARE, Form.FLAG, "false", true);
    static final Key QUORUM_SASL = ensemble(Form.FLAG, "quorum.auth.enableSasl", "false");
    static final Key QUORUM_LEARNER_SASL = ensemble(Form.FLAG, "quorum.auth.learnerRequireSasl", "false");
    static final Key QUORUM_SERVER_SASL = ensemble(Form.FLAG, "quorum.auth.serverRequireSasl", "false");
    static final Key QUORUM_TLS = ensemble(Form.FLAG, "sslQuorum", "false");
    static final Key QUORUM_UNIFICATION = ensemble(Form.FLAG, "portUnification", "false");
    static final Key QUORUM_RELOAD = ensemble(Form.FLAG, "sslQuorumReloadCertFiles", "false");
    static final Key ORACLE = ensemble(Form.TEXT, "oraclePath", null);
    static final Key OBSERVER_MASTER_PORT = ensemble(Form.INT, "observerMasterPort", "0");

    static final Key QUORUM_LISTEN_ON_ALL = ensemble(Form.FLAG, "quorumListenOnAllIPs", "false");
    static final Key LEADER_SERVES = ensembleProperty(Form.TEXT, "leaderServes", "yes");
    static final Key CNX_TIMEOUT = ensembleProperty(Form.INT, "cnxTimeout", "5000");
    static final Key QUORUM_CNXN_TIMEOUT = ensembleProperty(Form.INT, "quorumCnxnTimeoutMs", "-1");
    static final Key PEER_KEEP_ALIVE = ensembleProperty(Form.FLAG, "tcpKeepAlive", "false");
    /** Not one of ZooKeeper's: how long the silence of a leader of ours is borne, at first. */
    static final Key LEADER_SILENCE = add("paddock.leaderSilenceMs", Scope.BARE, Form.LONG, "1000", true);
    /** Not one of ZooKeeper's: what may wait behind the synchronization of a learner. 0 = a quarter of the heap. */
    static final Key CATCH_UP_BYTES = add("paddock.catchUpBytesMax", Scope.BARE, Form.LONG, "0", true);
    /** Not one of ZooKeeper's: transactions that are kept beyond {@code commitLogCount}. -1 = as the heap allows. */
    static final Key COMMIT_LOG_BYTES = add("paddock.commitLogBytes", Scope.BARE, Form.LONG, "-1", true);

    static final Key NEW_ENSEMBLE_WAIT = add("paddock.newEnsembleWaitMs", Scope.BARE, Form.LONG, "5000", true);

    static final Key ELECTION_PORT_BIND_RETRY = ensembleProperty(Form.INT, "electionPortBindRetry", "3");

    // Section 2.3: pause monitor.
    static final Key PAUSE_MONITOR = file(Form.FLAG, "jvm.pause.monitor", "false");
    static final Key PAUSE_SLEEP = file(Form.LONG, "jvm.pause.sleep.time.ms", "500");
    static final Key PAUSE_INFO = file(Form.LONG, "jvm.pause.info-threshold.ms", "1000");
    static final Key PAUSE_WARN = file(Form.LONG, "jvm.pause.warn-threshold.ms", "10000");

    // Section 2.4: metrics provider.
    static final Key METRICS_CLASS = file(Form.TEXT, "metricsProvider.className", MetricsConfig.DEFAULT_PROVIDER);
    static final Key METRICS_HOST = file(Form.TEXT, "metricsProvider.httpHost", "0.0.0.0");
    static final Key METRICS_PORT = file(Form.INT, "metricsProvider.httpPort", "7000");
    static final Key METRICS_JVM = file(Form.FLAG, "metricsProvider.exportJvmInfo", "true");

    // Section 2.5: purging. On unless switched off: a server that fills its disk with old snapshots helps nobody.
    static final Key PURGE_RETAIN = file(Form.INT, "autopurge.snapRetainCount", "3");
    static final Key PURGE_INTERVAL = file(Form.INT, "autopurge.purgeInterval", "24");

    // Section 3.1: storage.
    static final Key SNAP_COUNT = property(Form.INT, "snapCount", "100000");
    static final Key SNAP_SIZE_LIMIT = property(Form.LONG, "snapSizeLimitInKb", "4194304");
    static final Key COMMIT_LOG_COUNT = property(Form.INT, "commitLogCount", "500");
    static final Key SNAPSHOT_SIZE_FACTOR = property(Form.REAL, "snapshotSizeFactor", "0.33");
    static final Key PREALLOC_SIZE = property(Form.LONG, "preAllocSize", "65536");
    static final Key TXN_LOG_SIZE_LIMIT = property(Form.LONG, "txnLogSizeLimitInKb", "-1");
    static final Key FORCE_SYNC = property(Form.TEXT, "forceSync", "yes");
    static final Key FSYNC_WARNING = add("fsync.warningthresholdms", Scope.PREFIXED_OR_BARE, Form.LONG, "1000", false);
    static final Key SNAPSHOT_COMPRESSION = property(Form.TEXT, "snapshot.compression.method", "");
    static final Key TRUST_EMPTY = property(Form.FLAG, "snapshot.trust.empty", "false");
    static final Key DATADIR_AUTOCREATE = property(Form.FLAG, "datadir.autocreate", "true");
    static final Key DB_AUTOCREATE = property(Form.FLAG, "db.autocreate", "true");
    static final Key DIGEST_ENABLED = property(Form.FLAG, "digest.enabled", "true");
    static final Key SERIALIZE_LAST_ZXID = property(Form.FLAG, "serializeLastProcessedZxid.enabled", "true");
    static final Key CLOSE_SESSION_TXN = property(Form.FLAG, "closeSessionTxn.enabled", "true");
    static final Key FLUSH_DELAY = property(Form.LONG, "flushDelay", "0");
    static final Key MAX_BATCH_SIZE = property(Form.INT, "maxBatchSize", "1000");
    static final Key JUTE_MAXBUFFER = bare(Form.INT, "jute.maxbuffer", "1048575");
    static final Key JUTE_EXTRASIZE = property(Form.INT, "jute.maxbuffer.extrasize", null);
    static final Key CONTAINER_INTERVAL = bare(Form.LONG, "znode.container.checkIntervalMs", "60000");
    static final Key CONTAINER_RATE = bare(Form.INT, "znode.container.maxPerMinute", "10000");
    static final Key CONTAINER_NEVER_USED = bare(Form.LONG, "znode.container.maxNeverUsedIntervalMs", "0");
    static final Key EXTENDED_TYPES = property(Form.FLAG, "extendedTypesEnabled", "false");
    static final Key EMULATE_353_TTL = property(Form.FLAG, "emulate353TTLNodes", "false");
    static final Key ENFORCE_QUOTA = property(Form.FLAG, "enforceQuota", "false");

    // Section 3.2: clients and requests.
    static final Key MAX_CNXNS = property(Form.INT, "maxCnxns", "0");
    static final Key OUTSTANDING_LIMIT = property(Form.INT, "globalOutstandingLimit", "1000");
    static final Key WORDS_WHITELIST = property(Form.TEXT, "4lw.commands.whitelist", "");
    static final Key LARGE_REQUEST_BYTES = property(Form.LONG, "largeRequestMaxBytes", "104857600");
    static final Key LARGE_REQUEST_THRESHOLD = property(Form.INT, "largeRequestThreshold", "-1");
    static final Key THROTTLE_REQUESTS =
            property(Form.INT, "request_throttle_max_requests", "0", "requestThrottleLimit");
    static final Key THROTTLE_STALL =
            property(Form.INT, "request_throttle_stall_time", "100", "requestThrottleStallTime");
    static final Key THROTTLE_DROP_STALE =
            property(Form.FLAG, "request_throttle_drop_stale", "true", "requestThrottleDropStale");
    static final Key STALE_LATENCY =
            property(Form.FLAG, "request_stale_latency_check", "false", "requestStaleLatencyCheck");
    static final Key STALE_CONNECTION =
            property(Form.FLAG, "request_stale_connection_check", "true", "requestStaleConnectionCheck");
    static final Key THROTTLE_SHUTDOWN = property(Form.LONG, "request_throttler.shutdownTimeout", "10000");
    static final Key THROTTLED_OP_WAIT = property(Form.INT, "throttled_op_wait_time", "0", "throttledOpWaitTime");
    static final Key CONNECTION_TOKENS = property(Form.INT, "connection_throttle_tokens", "0", "connectionMaxTokens");
    static final Key CONNECTION_FILL_TIME =
            property(Form.INT, "connection_throttle_fill_time", "1", "connectionTokenFillTime");
    static final Key CONNECTION_FILL_COUNT =
            property(Form.INT, "connection_throttle_fill_count", "1", "connectionTokenFillCount");
    static final Key CONNECTION_FREEZE =
            property(Form.INT, "connection_throttle_freeze_time", "-1", "connectionFreezeTime");
    static final Key CONNECTION_DROP_UP =
            property(Form.REAL, "connection_throttle_drop_increase", "0.02", "connectionDropIncrease");
    static final Key CONNECTION_DROP_DOWN =
            property(Form.REAL, "connection_throttle_drop_decrease", "0.002", "connectionDropDecrease");
    static final Key CONNECTION_DECREASE_RATIO =
            property(Form.REAL, "connection_throttle_decrease_ratio", "0", "connectionDecreaseRatio");
    static final Key CONNECTION_WEIGHTED = property(Form.FLAG, "connection_throttle_weight_enabled", "false");
    static final Key WEIGHT_GLOBAL = property(Form.INT, "connection_throttle_global_session_weight", "3");
    static final Key WEIGHT_LOCAL = property(Form.INT, "connection_throttle_local_session_weight", "1");
    static final Key WEIGHT_RENEW = property(Form.INT, "connection_throttle_renew_session_weight", "2");
    static final Key SERVER_CNXN_FACTORY =
            property(Form.TEXT, "serverCnxnFactory", "org.apache.zookeeper.server.NIOServerCnxnFactory");
    static final Key IO_THREADS = property(Form.INT, "nio.numSelectorThreads", "0");
    static final Key SESSIONLESS_TIMEOUT = property(Form.INT, "nio.sessionlessCnxnTimeout", "10000");
    static final Key TCP_KEEP_ALIVE = property(Form.FLAG, "clientTcpKeepAlive", "false");
    static final Key WATCH_MANAGER =
            property(Form.TEXT, "watchManagerName", "org.apache.zookeeper.server.watch.WatchManager");

    // Section 3.3: the one of them that is about clients.
    static final Key READ_ONLY_MODE = bare(Form.FLAG, "readonlymode.enabled", "false");

    // Section 3.4: authentication and authorization.
    static final Key SKIP_ACL = property(Form.TEXT, "skipACL", "no");
    static final Key EAGER_ACL = property(Form.FLAG, "enableEagerACLCheck", "false");
    static final Key DIGEST_SCHEME = property(Form.FLAG, "DigestAuthenticationProvider.enabled", "true");
    static final Key DIGEST_ALGORITHM = property(Form.TEXT, "DigestAuthenticationProvider.digestAlg", "SHA1");
    static final Key SUPER_DIGEST = property(Form.TEXT, "DigestAuthenticationProvider.superDigest", null);
    static final Key FORWARDED_FOR = property(Form.FLAG, "IPAuthenticationProvider.usexforwardedfor", "false");
    static final Key X509_SUPER_USER = property(Form.TEXT, "X509AuthenticationProvider.superUser", null);
    static final Key REQUIRE_SASL = property(Form.FLAG, "sessionRequireClientSASLAuth", "false");
    static final Key ENFORCE_AUTH = property(Form.FLAG, "enforce.auth.enabled", "false");
    static final Key ENFORCE_SCHEMES = property(Form.TEXT, "enforce.auth.schemes", "");
    static final Key ALLOW_SASL_FAILED = property(Form.FLAG, "allowSaslFailedClients", "false");
    static final Key ANY_SASL_USER = property(Form.TEXT, "letAnySaslUserDoX", null);
    static final Key ENSEMBLE_NAMES = property(Form.TEXT, "ensembleAuthName", "");

    // Section 3.5: admin and audit.
    static final Key ADMIN_ENABLED = property(Form.TEXT, "admin.enableServer", "true");
    static final Key ADMIN_ADDRESS = property(Form.TEXT, "admin.serverAddress", "0.0.0.0");
    static final Key ADMIN_PORT = property(Form.INT, "admin.serverPort", "8080");
    static final Key ADMIN_IDLE = property(Form.INT, "admin.idleTimeout", "30000");
    static final Key ADMIN_URL = property(Form.TEXT, "admin.commandURL", "/commands");
    static final Key ADMIN_SNAPSHOT = property(Form.FLAG, "admin.snapshot.enabled", "true");
    static final Key ADMIN_RESTORE = property(Form.FLAG, "admin.restore.enabled", "true");
    static final Key ADMIN_RATE = property(Form.LONG, "admin.rateLimiterIntervalInMS", "300000");
    static final Key AUDIT_ENABLED = property(Form.FLAG, "audit.enable", "false");
    static final Key AUDIT_CLASS = property(Form.TEXT, "audit.impl.class", AuditConfig.DEFAULT_CLASS);

    static {
        ensembleFile(Form.INT, "connectToLearnerMasterLimit", "quorum.cnxn.threads.size");
        ensembleFile(Form.INT, "multiAddress.reachabilityCheckTimeoutMs");
        ensembleFile(Form.FLAG, "syncEnabled", "multiAddress.reachabilityCheckEnabled");
        ensembleFile(Form.TEXT, "quorum.auth.kerberos.servicePrincipal");
        ensembleFile(Form.TEXT, "quorum.auth.learner.saslLoginContext", "quorum.auth.server.saslLoginContext");
        known("metricsProvider.numWorkerThreads", "metricsProvider.maxQueueSize");
        known("metricsProvider.workerShutdownTimeoutMs");
        known("maxWriteQueuePollTime", "intBufferStartingSizeBytes");
        known("test.allowDiscontinuousProposals", "testingonly.initialZxid");
        known("maxResponseCacheSize", "maxGetChildrenResponseCacheSize");
        known("nio.numWorkerThreads", "nio.directBufferBytes", "nio.shutdownTimeout");
        known("netty.advancedFlowControl.enabled", "advancedFlowControlEnabled");
        known("netty.server.outstandingHandshake.limit", "outstandingHandshake.limit");
        known("netty.server.earlyDropSecureConnectionHandshakes");
        known("watcherCleanThreadsNum", "watcherCleanThreshold", "watcherCleanIntervalInSeconds");
        known("maxInProcessingDeadWatchers", "bitHashCacheSize");
        ensembleProperties("fastleader.minNotificationInterval");
        ensembleProperties("fastleader.maxNotificationInterval", "leader.maxConcurrentSnapSyncs");
        ensembleProperties("maxConcurrentSnapSyncs", "leader.maxConcurrentDiffSyncs", "maxConcurrentDiffSyncs");
        ensembleProperties("leader.maxTimeToWaitForEpoch", "maxTimeToWaitForEpoch", "leader.ackLoggingFrequency");
        ensembleProperties("leader.closeSocketAsync", "learner.closeSocketAsync", "learner.asyncSending");
        ensembleProperties("leaderConnectDelayDuringRetryMs", "forceSnapshotSync");
        ensembleProperties("forward_learner_requests_to_commit_processor_disabled");
        ensembleProperties("follower.skipLearnerRequestToNextProcessor", "observer.reconnectDelayMs");
        ensembleProperties("observer.election.DelayMs", "observer.syncEnabled", "observerMaster.sizeLimit");
        ensembleProperties("commitProcessor.numWorkerThreads", "commitProcessor.maxReadBatchSize");
        ensembleProperties("commitProcessor.maxCommitBatchSize", "commitProcessor.shutdownTimeout");
        known("SASLAuthenticationProvider.superPassword");
        known("kerberos.removeHostFromPrincipal", "kerberos.removeRealmFromPrincipal");
        known("kerberos.canonicalizeHostNames", "kerberos.minReLoginTimeMs");
        known("security.auth_to_local", "requireKerberosConfig", "sasl.serverconfig", "fips-mode");
        known("admin.httpVersion", "admin.portUnification", "admin.forceHttps", "admin.needClientAuth");
        known("messageTracker.Enabled", "messageTracker.BufferSize");
        known("pathStats.enabled", "pathStats.slotCapacity", "pathStats.slotDuration", "pathStats.maxDepth");
        known("pathStats.sampleRate", "pathStats.initialDelay", "pathStats.delay", "pathStats.topPathMax");
        known("jmx.log4j.disable", "jmx.log4j.mbean");
        known("client.portUnification", "client.certReload");
        for (String prefix : List.of("ssl.", "ssl.quorum.")) {
            for (String store : List.of("keyStore.", "trustStore.")) {
                known(prefix + store + "location", prefix + store + "password");
                known(prefix + store + "passwordPath", prefix + store + "type");
            }
            known(prefix + "protocol", prefix + "enabledProtocols", prefix + "ciphersuites");
            known(prefix + "context.supplier.class", prefix + "hostnameVerification");
            known(prefix + "clientHostnameVerification", prefix + "allowReverseDnsLookup");
            known(prefix + "crl", prefix + "ocsp", prefix + "clientAuth");
            known(prefix + "handshakeDetectionTimeoutMillis");
        }
        known("ssl.sslProvider", "ssl.authProvider");
        bare(Form.FLAG, "leader.nodelay", "true");
        bare(Form.FLAG, "follower.nodelay", "true");
        bare(Form.TEXT, "java.security.auth.login.config", null);
    }

    /** Keys that go on with anything: an authentication provider, a superuser, the options of a metrics provider. */
    static final String AUTH_PROVIDER = "authProvider.";

    static final String SUPER_USER = "superUser";
    static final String METRICS_PROVIDER = "metricsProvider.";

    /** Beginnings of the keys that list the members of an ensemble. */
    static final String SERVER = "server.";

    static final String GROUP = "group";
    static final String WEIGHT = "weight";

    private static final Map<String, Key> BY_NAME = byName();

    private Keys() {}

    static List<Key> all() {
        return List.copyOf(TABLE);
    }

    /** The key that the file means by this name, an alias included; null if it is unknown. */
    static Key named(String name) {
        return BY_NAME.get(name);
    }

    static boolean isMemberKey(String name) {
        return name.startsWith(SERVER) || name.startsWith(GROUP) || name.startsWith(WEIGHT);
    }

    /** True for keys of the file that are not passed on as system properties (operations, section 1.2). */
    static boolean staysInFile(String name) {
        Key key = named(name);
        return key != null && key.scope() == Scope.FILE || isMemberKey(name) || name.startsWith(METRICS_PROVIDER);
    }

    static boolean isKnown(String name) {
        boolean superUser = name.equals(SUPER_USER) || name.startsWith(SUPER_USER + ".");
        return named(name) != null || name.startsWith(AUTH_PROVIDER) || superUser || staysInFile(name);
    }

    private static Key file(Form form, String name, String fallback) {
        return add(name, Scope.FILE, form, fallback, false);
    }

    private static Key ensemble(Form form, String name, String fallback) {
        return add(name, Scope.FILE, form, fallback, true);
    }

    private static Key ensembleProperty(Form form, String name, String fallback) {
        return add(name, Scope.PREFIXED, form, fallback, true);
    }

    private static Key property(Form form, String name, String fallback, String... aliases) {
        return add(name, Scope.PREFIXED, form, fallback, false, aliases);
    }

    private static Key bare(Form form, String name, String fallback) {
        return add(name, Scope.BARE, form, fallback, false);
    }

    private static void ensembleFile(Form form, String... names) {
        for (String name : names) {
            ensemble(form, name, null);
        }
    }

    private static void ensembleProperties(String... names) {
        for (String name : names) {
            add(name, Scope.PREFIXED, Form.TEXT, null, true);
        }
    }

    private static void known(String... names) {
        for (String name : names) {
            property(Form.TEXT, name, null);
        }
    }

    private static Key add(String name, Scope scope, Form form, String fallback, boolean ensemble, String... aliases) {
        Key key = new Key(name, scope, form, fallback, List.of(aliases), ensemble);
        TABLE.add(key);
        return key;
    }

    private static Map<String, Key> byName() {
        Map<String, Key> byName = new HashMap<>();
        for (Key key : TABLE) {
            byName.put(key.name(), key);
            for (String alias : key.aliases()) {
                byName.put(alias, key);
            }
        }
        return Map.copyOf(byName);
    }
}
