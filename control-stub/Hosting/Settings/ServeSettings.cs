namespace Pdp.ControlStub.Hosting.Settings;

/// <summary>All that <c>serve</c> can be told: one table for command line, environment, file and help.</summary>
internal static class ServeSettings
{
    public static readonly Setting Data = new("data", "DIRECTORY", "Where everything is kept. Made at the first start, with an admin token, a certificate authority and a key that signs intents; keep it, for agents trust these and no others. Default: pdp-control in your local data folder.");
    public static readonly Setting Agents = new("agents-url", "URL", "Where agents dial, HTTPS always. Default: https://127.0.0.1:8443. Port 0 takes a free one.")
    {
        Alias = "agents",
    };

    public static readonly Setting Operators = new("operators-url", "URL", "Where operators ask. HTTP only on loopback. Default: http://127.0.0.1:8080.")
    {
        Alias = "operators",
    };

    public static readonly Setting PublicAgents = new("public-agents-url", "URL", "What agents are told to dial, such as wss://control.example:8443/agent/v1/channel. Default: made of --agents-url.");
    public static readonly Setting Hostname = new("hostname", "NAME", "A further DNS name or address in the certificates made here. May be given several times.", Many: true);
    public static readonly Setting AgentsCertificate = new("agents-tls-cert", "FILE", "A PEM certificate of your own for agents, instead of one made here.");
    public static readonly Setting AgentsKey = new("agents-tls-key", "FILE", "Its PEM private key.");
    public static readonly Setting AgentsAuthority = new("agents-tls-ca", "FILE", "The PEM certificate of the authority that issued it; agents pin it.");
    public static readonly Setting OperatorsCertificate = new("operators-tls-cert", "FILE", "A PEM certificate of your own for operators.");
    public static readonly Setting OperatorsKey = new("operators-tls-key", "FILE", "Its PEM private key.");
    public static readonly Setting NewAdminToken = new("new-admin-token", null, "Make a new token for the user admin, who gets all rights; his other tokens end.");
    public static readonly Setting Heartbeat = new("heartbeat", "SECONDS", "Time between two heartbeats; two missed ones end a session. 1..300, default 15.");
    public static readonly Setting Window = new("window", "COUNT", "Intents sent to an agent and not acknowledged. 1..1024, default 64.");
    public static readonly Setting HelloTimeout = new("hello-timeout", "SECONDS", "Time until a connection must have said hello and proved who it is. 1..300, default 30.");
    public static readonly Setting AckTimeout = new("ack-timeout", "SECONDS", "Time an intent may be sent and not acknowledged; then the session compares again, and after as much more it ends. 10..3600, default 120.");
    public static readonly Setting ReconnectMin = new("reconnect-min", "SECONDS", "What agents are told the cap of the delay before the next dial is at least. 1..3600, default: left to them, or 1 with --reconnect-max.");
    public static readonly Setting ReconnectMax = new("reconnect-max", "SECONDS", "What agents are told that cap is at most; between both it is as long as the trouble has lasted. 1..3600, default: left to them, or 60 with --reconnect-min.");
    public static readonly Setting DialBurst = new("dial-burst", "COUNT", "Dials a plane may make at once. 1..1000, default 30.");
    public static readonly Setting DialInterval = new("dial-interval", "SECONDS", "Time between two dials of a plane once those are spent. 1..300, default 1.");
    public static readonly Setting PendingWrites = new("pending-writes", "COUNT", "Answers and statuses of an agent on their way into the store at once; past it no more is read from it. 1..4096, default 128.");
    public static readonly Setting MaxSessions = new("max-sessions", "COUNT", "Agents connected at once. 1..100000, default 20000.");
    public static readonly Setting MaxHandshakes = new("max-handshakes", "COUNT", "Connections at the handshake (TLS, upgrade, hello) at once; more wait in line. 1..10000, default 128.");
    public static readonly Setting MaxWaiting = new("max-waiting", "COUNT", "Connections in line before the handshake; more are cut off. 0..100000, default 20000.");
    public static readonly Setting HandshakeWait = new("handshake-wait", "SECONDS", "Longest wait in that line; who would wait longer is told when to come back. Agents give a dial 60 seconds. 1..300, default 45.");
    public static readonly Setting TrustDomain = new("trust-domain", "NAME", "The first part of every plane's identity, spiffe://NAME/plane/ID. Certificates of another open nothing. Default: pdp.");
    public static readonly Setting CertificateLifetime = new("certificate-lifetime", "SECONDS", "Time a certificate of an agent is good for; it renews at two thirds. 60..7776000, default 86400.");
    public static readonly Setting BootstrapTokenLifetime = new("bootstrap-token-lifetime", "SECONDS", "Time the token of a bundle may be used. 600..2592000, default 86400.");
    public static readonly Setting RenewExpired = new("renew-expired", "SECONDS", "Time after its end in which a certificate may still be renewed, for agents that were away. 0 for never, ..31536000, default 2592000.");
    public static readonly Setting CertificatesKept = new("certificates-kept", "COUNT", "Certificates of a plane that are on record, the newest ones; older ones open nothing. 2..1000, default 16.");
    public static readonly Setting MaxPlanes = new("max-planes", "COUNT", "Planes there may be. 1..100000, default 20000.");
    public static readonly Setting MaxApplyBytes = new("max-apply-bytes", "BYTES", "Largest body of one apply. 1024..67108864, default 4194304.");
    public static readonly Setting MaxEventStreams = new("max-event-streams", "COUNT", "Event streams open at once. 1..10000, default 256.");
    public static readonly Setting EventHistory = new("event-history", "COUNT", "Events kept. 100..10000000, default 100000.");
    public static readonly Setting ReleasesKept = new("releases-kept", "COUNT", "Releases of a component that can be gone back to, the newest ones; what is deployed is kept in any case. 2..1000, default 50.");
    public static readonly Setting MaxUsers = new("max-users", "COUNT", "Users there may be. 1..100000, default 1000.");
    public static readonly Setting MaxGrantsPerUser = new("max-grants-per-user", "COUNT", "Grants a user may have. 1..1000, default 100.");
    public static readonly Setting MaxTokensPerUser = new("max-tokens-per-user", "COUNT", "Tokens a user may have. 1..1000, default 20.");
    public static readonly Setting MaxTokenDays = new("max-token-days", "DAYS", "Longest life of a user's token. 1..3650, default 365.");
    public static readonly Setting RequireReason = new("require-reason", null, "Refuse changes that do not say why, with --reason or the header Pdp-Reason.");
    public static readonly Setting Postgres = new("postgres-connection-file", "FILE", "Keep everything in a PostgreSQL database, which other processes may share, instead of a file in --data. The file holds the connection, 'Host=...;Username=...' or 'postgres://...', and may be read by nobody else.");
    public static readonly Setting PostgresPool = new("postgres-pool", "COUNT", "Connections to the database for queries and changes. 2..500, default 16.");
    public static readonly Setting PostgresTimeout = new("postgres-timeout", "SECONDS", "Time a statement may take. 1..300, default 10.");
    public static readonly Setting KeysPassphrase = new("keys-passphrase-file", "FILE", "Keep the private keys in the store too, sealed with the passphrase in this file, so that all processes over the store have the same.");
    public static readonly Setting OtlpEndpoint = new("otlp-endpoint", "URL", "Collector that gets traces and metrics by OTLP, such as http://collector:4318. Default: none, nothing is traced here; what callers trace is passed on.");
    public static readonly Setting OtlpProtocol = new("otlp-protocol", "PROTOCOL", "http (protocol buffers, port 4318) or grpc (HTTP/2, port 4317). Default: http.");
    public static readonly Setting OtlpHeaders = new("otlp-headers-file", "FILE", "Headers for the collector, such as a credential: name: value a line.");
    public static readonly Setting OtlpSampling = new("otlp-sampling-percent", "PERCENT", "Percent of the traces begun here that are recorded. 0..100, default 100.");
    public static readonly Setting LogLevel = new("log-level", "LEVEL", "Least level that is logged: Verbose, Debug, Information, Warning, Error. Default: Information.");

    /// <summary>All of them, in the order of the help.</summary>
    public static readonly IReadOnlyList<Setting> All =
    [
        Data, Agents, Operators, PublicAgents, Hostname, AgentsCertificate, AgentsKey, AgentsAuthority, OperatorsCertificate, OperatorsKey,
        NewAdminToken, Heartbeat, Window, HelloTimeout, AckTimeout, ReconnectMin, ReconnectMax, DialBurst, DialInterval, PendingWrites,
        MaxSessions, MaxHandshakes, MaxWaiting, HandshakeWait, TrustDomain, CertificateLifetime, BootstrapTokenLifetime, RenewExpired, CertificatesKept,
        MaxPlanes, MaxApplyBytes, MaxEventStreams, EventHistory, ReleasesKept,
        MaxUsers, MaxGrantsPerUser, MaxTokensPerUser, MaxTokenDays, RequireReason, Postgres, PostgresPool, PostgresTimeout,
        KeysPassphrase, OtlpEndpoint, OtlpProtocol, OtlpHeaders, OtlpSampling, LogLevel,
    ];

    /// <summary>Variables that belong to the client commands; <c>serve</c> takes no offence at them.</summary>
    public static readonly IReadOnlyList<string> OfClients =
        [ProcessEnvironment.Prefix + "SERVER", ProcessEnvironment.Prefix + "TOKEN_FILE", ProcessEnvironment.Prefix + "CA", ConfigVariable];

    /// <summary>Names the file of settings.</summary>
    public const string ConfigVariable = ProcessEnvironment.Prefix + "CONFIG";
}
