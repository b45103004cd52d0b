using Pdp.Core.Connections;
using Pdp.Core.Render;
using Pdp.Core.Rollout;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Documents;

/// <summary>
/// Decides where the connections of an intent lead: to what the journal holds of their components now; or, for a component that is
/// gone, to what was known of it last, which the status remembers. So nothing that runs is cut off because somebody else's intent went
/// away.
/// </summary>
internal sealed class ConnectionResolution(HeldDocuments documents, InterestIndex interests, ConnectionFinder finder)
{
    /// <summary>Resolves for a pass over an intent, which is woken when one of the components changes.</summary>
    /// <param name="intent">What it says.</param>
    /// <param name="known">Where its connections led last.</param>
    /// <param name="isKept">It is an earlier generation that is kept; the newest one's interests stay.</param>
    public ResolvedConnections Resolve(TypedIntent intent, IReadOnlyList<ConnectionStatus> known, bool isKept = false)
    {
        var why = isKept ? "connections that are kept" : "connections";
        var lenders = Of(intent).Select(connection => LenderOf(connection.Value, intent.Metadata)).OfType<ComponentPlace>();
        interests.Note(intent.Metadata.Id, $"{why} of the project", [.. lenders.Select(Topics.Component).Distinct()]);
        var declared = Declared(intent);
        var places = declared.Where(d => d.Spec?.To is not null).Select(d => ComponentPlace.Of(d.Spec!.To!, intent.Metadata));
        interests.Note(intent.Metadata.Id, why, [.. places.Select(Topics.Component).Distinct()]);
        return Look(intent, declared, known);
    }

    /// <summary>Why an intent must not be taken: a component that is there does not let it call. Nothing is noted.</summary>
    public IReadOnlyList<RefusalReason> Denials(TypedIntent intent) =>
    [
        .. Look(intent, Declared(intent), []).Missing.Where(reason => reason.Reason == FailureReason.PolicyDenied),
    ];

    private ResolvedConnections Look(
        TypedIntent intent, IReadOnlyList<(string Name, ConnectionSpec? Spec)> declared, IReadOnlyList<ConnectionStatus> known)
    {
        var facts = new Dictionary<string, ResolvedConnection>();
        var missing = new List<RefusalReason>();
        var statuses = new List<ConnectionStatus>();
        foreach (var (name, spec) in declared)
        {
            if (spec?.Url is { } url && ConnectionFinder.Outside(url) is { } outside)
                facts.Add(name, outside);
            else if (spec?.To is { } target)
                Look(name, target, intent.Metadata, known, facts, missing, statuses);
            else
                missing.Add(Missing(name, "no component of that name declares it for the project", isDenied: false));
        }

        return new ResolvedConnections(facts, missing, statuses);
    }

    private void Look(
        string name,
        ConnectionTarget target,
        IntentMetadata consumer,
        IReadOnlyList<ConnectionStatus> known,
        Dictionary<string, ResolvedConnection> facts,
        List<RefusalReason> missing,
        List<ConnectionStatus> statuses)
    {
        var outcome = finder.Find(target, consumer, documents.Of(ComponentPlace.Of(target, consumer)));
        var provider = ProviderOf(target, consumer);
        var last = known.FirstOrDefault(status => status.Provider == provider && (target.Endpoint ?? status.Endpoint) == status.Endpoint);
        if (outcome.Connection is null) missing.Add(Missing(name, outcome.Problem, outcome.IsDenied));
        if ((outcome.Connection ?? (last is null ? null : finder.Remembered(target, consumer, last))) is not { } connection) return;
        facts.Add(name, connection);
        statuses.Add(StatusOf(name, provider, connection, isGone: outcome.Connection is null));
    }

    // What the intent declares, and what it uses of its project's: null where nobody declares that.
    private IReadOnlyList<(string Name, ConnectionSpec? Spec)> Declared(TypedIntent intent) =>
    [
        .. Of(intent).Where(connection => connection.Value.Url is null)
            .Select(connection => (connection.Key, LenderOf(connection.Value, intent.Metadata) is { } lender
                ? ConnectionFinder.Shared(connection.Key, documents.Of(lender))
                : connection.Value)),
    ];

    private static IEnumerable<KeyValuePair<string, ConnectionSpec>> Of(TypedIntent intent) =>
        intent.Spec is ComponentSpec { State: not ComponentState.Undeployed } component
            ? component.Connections.OrderBy(connection => connection.Key, StringComparer.Ordinal)
            : [];

    private static ComponentPlace? LenderOf(ConnectionSpec connection, IntentMetadata consumer) => connection.From is { } component
        ? new ComponentPlace(consumer.Organization, consumer.Project, consumer.Environment, component)
        : null;

    private static RefusalReason Missing(string name, string problem, bool isDenied) => new(
        isDenied ? FailureReason.PolicyDenied : FailureReason.DependencyNotReady, $"spec.connections.{name}", $"connection {name}: {problem}");

    private static string ProviderOf(ConnectionTarget target, IntentMetadata consumer) =>
        $"{target.Project ?? consumer.Project}/{target.Component}{(target.Version is { } version ? $"@{version}" : "")}";

    private static ConnectionStatus StatusOf(string name, string provider, ResolvedConnection connection, bool isGone) => new()
    {
        Name = name,
        Provider = provider,
        Endpoint = connection.Provider!.Key.Endpoint,
        Url = connection.Url,
        Protocol = connection.Provider.Protocol,
        Port = connection.Port,
        TargetPort = connection.Provider.TargetPort,
        BasePath = connection.BasePath.Length == 0 ? null : connection.BasePath,
        IsGone = isGone,
    };
}

/// <summary>What became of the connections of an intent to components.</summary>
/// <param name="Facts">Where each leads, as far as it is known.</param>
/// <param name="Missing">What is not there, or not for this caller, whether or not it was known before.</param>
/// <param name="Statuses">Where each leads, for the status.</param>
internal sealed record ResolvedConnections(
    IReadOnlyDictionary<string, ResolvedConnection> Facts,
    IReadOnlyList<RefusalReason> Missing,
    IReadOnlyList<ConnectionStatus> Statuses)
{
    /// <summary>Whether all there is to know is as it is now; null without connections to components.</summary>
    public ConnectionFreshness? Freshness => (Statuses.Count + Missing.Count, Missing.Count) switch
    {
        (0, _) => null,
        (_, 0) => ConnectionFreshness.Current,
        _ => ConnectionFreshness.Gone(string.Join("; ", Missing.Select(reason => reason.Message))),
    };

    /// <summary>Whether everything can be rendered, be it by what was known before.</summary>
    public bool IsWhole => Missing.All(reason => Facts.Keys.Any(name => reason.Path == $"spec.connections.{name}"));
}
