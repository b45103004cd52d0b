using Pdp.Core.Connections;
using Pdp.Core.Rollout;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Documents;

/// <summary>
/// Decides where the connections of an intent lead: to what the journal holds of their components now; or, for a component that is gone, to what was
/// known of it last, which the status remembers. So nothing that runs is cut off because somebody else's intent went away.
/// </summary>
internal sealed class ConnectionResolution(HeldDocuments documents, InterestIndex interests, ConnectionFinder finder)
{
    /// <summary>Resolves for a pass over an intent, which is woken when one of the components changes.</summary>
    /// <param name="intent">What it says.</param>
    /// <param name="known">Where its connections led last.</param>
    /// <param name="isKept">It is an earlier generation that is kept; the newest one's interests stay.</param>
    public ResolvedConnections Resolve(TypedIntent intent, IReadOnlyList<ConnectionStatus> known, bool isKept = false)
    {
        var targets = TargetsOf(intent);
        var topics = targets.Select(t => Topics.Component(ComponentPlace.Of(t.Target, intent.Metadata))).Distinct();
        interests.Note(intent.Metadata.Id, isKept ? "connections that are kept" : "connections", [.. topics]);
        return Look(intent, targets, known);
    }

    /// <summary>Why an intent must not be taken: a component that is there does not let it call. Nothing is noted.</summary>
    public IReadOnlyList<RefusalReason> Denials(TypedIntent intent) =>
    [
        .. Look(intent, TargetsOf(intent), []).Missing.Where(reason => reason.Reason == FailureReason.PolicyDenied),
    ];

    private ResolvedConnections Look(
        TypedIntent intent, IReadOnlyList<(string Name, ConnectionTarget Target)> targets, IReadOnlyList<ConnectionStatus> known)
    {
        var facts = new Dictionary<string, ResolvedConnection>();
        var missing = new List<RefusalReason>();
        var statuses = new List<ConnectionStatus>();
        foreach (var (name, target) in targets)
        {
            var outcome = finder.Find(target, intent.Metadata, documents.Of(ComponentPlace.Of(target, intent.Metadata)));
            var provider = ProviderOf(target, intent.Metadata);
            var last = known.FirstOrDefault(status => status.Provider == provider && (target.Endpoint ?? status.Endpoint) == status.Endpoint);
            var connection = outcome.Connection ?? (last is null ? null : finder.Remembered(target, intent.Metadata, last));
            if (outcome.Connection is null)
            {
                var reason = outcome.IsDenied ? FailureReason.PolicyDenied : FailureReason.DependencyNotReady;
                missing.Add(new RefusalReason(reason, $"spec.connections.{name}", $"connection {name}: {outcome.Problem}"));
            }

            if (connection is null) continue;
            facts.Add(name, connection);
            statuses.Add(StatusOf(name, provider, connection, isGone: outcome.Connection is null));
        }

        return new ResolvedConnections(facts, missing, statuses);
    }

    private static IReadOnlyList<(string Name, ConnectionTarget Target)> TargetsOf(TypedIntent intent) =>
        intent.Spec is not ComponentSpec { State: not ComponentState.Undeployed } component
            ? []
            :
            [
                .. component.Connections.Where(connection => connection.Value.To is not null)
                    .OrderBy(connection => connection.Key, StringComparer.Ordinal)
                    .Select(connection => (connection.Key, connection.Value.To!)),
            ];

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
    public ConnectionFreshness? Freshness => (Facts.Count + Missing.Count, Missing.Count) switch
    {
        (0, _) => null,
        (_, 0) => ConnectionFreshness.Current,
        _ => ConnectionFreshness.Gone(string.Join("; ", Missing.Select(reason => reason.Message))),
    };

    /// <summary>Whether everything can be rendered, be it by what was known before.</summary>
    public bool IsWhole => Missing.All(reason => Facts.Keys.Any(name => reason.Path == $"spec.connections.{name}"));
}
