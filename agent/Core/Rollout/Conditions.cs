using Pdp.Protocol.Intents;

namespace Pdp.Core.Rollout;

/// <summary>The conditions of an intent, each in one place of the list, whose transition time changes only with its status.</summary>
internal static class Conditions
{
    /// <summary>A control plane signed it. Only of intents that none did.</summary>
    public const string Signed = "Signed";

    /// <summary>The document holds its schema, its rules and the customer's policy.</summary>
    public const string Accepted = "Accepted";

    /// <summary>Everything was applied.</summary>
    public const string Applied = "Applied";

    /// <summary>What runs is healthy.</summary>
    public const string Healthy = "Healthy";

    /// <summary>An earlier generation runs instead.</summary>
    public const string RolledBack = "RolledBack";

    /// <summary>The secrets are of the newest versions. Only of intents that name secrets.</summary>
    public const string SecretsFresh = "SecretsFresh";

    /// <summary>A certificate ends soon, or has. Only while that is so.</summary>
    public const string CertificateExpires = "CertificateExpires";

    /// <summary>Every component it connects to is there. Only of intents that connect to components.</summary>
    public const string Connected = "Connected";

    /// <summary>Endpoints are reached through the gateways they ask for. Only of intents that ask for one.</summary>
    public const string Routed = "Routed";

    /// <summary>The newest of the followed tags runs. Only of intents that follow some.</summary>
    public const string ImagesFollowed = "ImagesFollowed";

    /// <summary>All stands still. Only of intents that are paused.</summary>
    public const string Paused = "Paused";

    /// <summary>Something differs and is not put back. Only of intents that are paused.</summary>
    public const string Drifted = "Drifted";

    /// <summary>Somebody writes against the agent. Only while they do.</summary>
    public const string Contested = "Contested";

    /// <summary>All is as wanted; what <c>kubectl wait --for=condition=Ready</c> waits for.</summary>
    public const string Ready = "Ready";

    private static readonly IReadOnlyList<string> Order =
        [Signed, Accepted, Applied, Healthy, RolledBack, SecretsFresh, CertificateExpires, ImagesFollowed, Connected, Routed, Paused, Drifted, Contested, Ready];

    /// <summary>The list with one condition set.</summary>
    /// <param name="conditions">The list.</param>
    /// <param name="next">The condition, as if its status changed now.</param>
    /// <param name="before">The stored conditions: one with the same status keeps its transition time.</param>
    public static IReadOnlyList<StatusCondition> Set(
        IReadOnlyList<StatusCondition> conditions, StatusCondition next, IReadOnlyList<StatusCondition> before)
    {
        if (Of(before, next.Type) is { } stored && stored.Status == next.Status)
            next = next with { LastTransitionTime = stored.LastTransitionTime };
        return [.. conditions.Where(condition => condition.Type != next.Type).Append(next).OrderBy(condition => Place(condition.Type))];
    }

    /// <summary>The condition of a type; null when there is none.</summary>
    public static StatusCondition? Of(IReadOnlyList<StatusCondition> conditions, string type) =>
        conditions.FirstOrDefault(condition => condition.Type == type);

    private static int Place(string type)
    {
        for (var i = 0; i < Order.Count; i++)
        {
            if (Order[i] == type)
                return i;
        }

        return Order.Count;
    }
}
