using Pdp.Protocol.Intents;

namespace Pdp.Core.Policy.Model;

/// <summary>What of the objects may be left as others have it.</summary>
public sealed record DriftRules
{
    /// <summary>Left in every intent, whatever it says: what the customer's own machinery writes. Default nothing.</summary>
    public IReadOnlyList<DriftExemption> Ignore { get; init; } = [];

    /// <summary>Fields an intent may exempt, each with all below it; <c>*</c> and <c>[*]</c> stand for anything. Null: any.</summary>
    public IReadOnlyList<string>? MayIgnore { get; init; }
}
