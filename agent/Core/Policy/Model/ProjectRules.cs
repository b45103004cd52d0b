using System.Text.Json.Nodes;

namespace Pdp.Core.Policy.Model;

/// <summary>What the customer says of some places only.</summary>
public sealed record ProjectRules
{
    /// <summary>Where, as in <see cref="PolicyRules.Places"/>; at least one.</summary>
    public required IReadOnlyList<string> Places { get; init; }

    /// <summary>
    /// Whether these rules stand in for the general ones, and so may allow more. Default no: the general ones hold besides, so that a
    /// section can only narrow.
    /// </summary>
    public bool Replaces { get; init; }

    /// <summary>The rules, only those that are unlike the general ones, in the shape of <see cref="PolicyRules"/>.</summary>
    public required JsonObject Rules { get; init; }
}
