namespace Pdp.Protocol.Frames;

/// <summary>agent → server, the first frame of a session.</summary>
/// <param name="AgentId">Name of this agent process, for logs only; the identity is the credential's plane.</param>
/// <param name="AgentVersion">Semantic version of the agent.</param>
/// <param name="Protocol">Newest protocol version the agent speaks; the subprotocol <c>pdp.v1</c> is 1.</param>
/// <param name="Cluster">What the agent found in its cluster.</param>
/// <param name="Digest">Digest of the intents the agent holds, see <see cref="Intents.IntentDigest"/>.</param>
/// <param name="Resume">The session that this one follows, if any.</param>
/// <param name="Trust">Version of the trust document the agent holds, 0 for its bundle's; null from an agent that takes none.</param>
/// <param name="ObserveUrl">Where its observability API is reached from outside the cluster; null when that is not known.</param>
public sealed record HelloFrame(
    string AgentId,
    string AgentVersion,
    int Protocol,
    ClusterInfo Cluster,
    string Digest,
    ResumeInfo? Resume = null,
    long? Trust = null,
    string? ObserveUrl = null) : Frame
{
    /// <inheritdoc/>
    internal override IEnumerable<FieldError> Errors() =>
    [
        .. FieldRules.Text("agentId", AgentId, 1, ProtocolLimits.NameChars),
        .. FieldRules.Text("agentVersion", AgentVersion, 1, ProtocolLimits.NameChars),
        .. FieldRules.AtLeast("protocol", Protocol, 1),
        .. FieldRules.Text("cluster.version", Cluster.Version, 0, ProtocolLimits.NameChars),
        .. FieldRules.Count("cluster.capabilities", Cluster.Capabilities, ClusterInfo.MostCapabilities),
        .. FieldRules.Each(
            "cluster.capabilities", Cluster.Capabilities, (at, name) => FieldRules.Text(at, name, 1, ProtocolLimits.NameChars)),
        .. FieldRules.Hash("digest", Digest),
        .. FieldRules.AtLeast("trust", Trust ?? 0, 0),
        .. FieldRules.Text("observeUrl", ObserveUrl, 1, ProtocolLimits.TextChars),
        .. FieldRules.Text("resume.sessionId", Resume?.SessionId, 1, ProtocolLimits.NameChars),
    ];
}

/// <summary>What the agent found in its cluster.</summary>
/// <param name="Version">Kubernetes version, such as <c>v1.36.2</c>; empty while unknown.</param>
/// <param name="Capabilities">
/// Optional interfaces found by discovery, such as <c>gateway-api</c>, <c>flux</c>, <c>cilium</c>, <c>metrics</c>; at most
/// <see cref="MostCapabilities"/>.
/// </param>
public sealed record ClusterInfo(string Version, IReadOnlyList<string> Capabilities)
{
    /// <summary>Most capabilities one agent may name.</summary>
    public const int MostCapabilities = 64;
}

/// <summary>The session a new one follows.</summary>
/// <param name="SessionId">Id the server gave in its last <see cref="WelcomeFrame"/>.</param>
public sealed record ResumeInfo(string SessionId);
