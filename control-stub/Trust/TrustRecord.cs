using System.Text.Json.Serialization;
using Pdp.Protocol;

namespace Pdp.ControlStub.Trust;

/// <summary>What all agents are told to believe, as a whole. Each change makes a new version.</summary>
/// <param name="Version">1 and up.</param>
/// <param name="ChangedAt">When it was made, UTC.</param>
/// <param name="Anchors">What is believed, in the order it came.</param>
/// <param name="Given">PEM of who issued the certificate of the agents' listener, where that was given; empty where it is issued here.</param>
internal sealed record TrustRecord(long Version, DateTimeOffset ChangedAt, IReadOnlyList<TrustAnchor> Anchors, string Given)
{
    /// <summary>Those of a kind.</summary>
    public IEnumerable<TrustAnchor> Of(TrustKind kind) => Anchors.Where(a => a.Kind == kind);

    /// <summary>The one of a kind in a state; null when there is none.</summary>
    public TrustAnchor? Find(TrustKind kind, TrustState state) => Anchors.FirstOrDefault(a => a.Kind == kind && a.State == state);

    /// <summary>The next version, with other anchors.</summary>
    public TrustRecord Next(DateTimeOffset at, IEnumerable<TrustAnchor> anchors) => this with { Version = Version + 1, ChangedAt = at, Anchors = [.. anchors] };

    /// <summary>Announces a new one of its kind.</summary>
    /// <returns>The next version; null, with the reason, when it cannot be now.</returns>
    public (TrustRecord? Next, string Problem) Announce(TrustAnchor fresh, DateTimeOffset at) =>
        Find(fresh.Kind, TrustState.Announced) is { } waiting ? (null, $"{waiting.Id} is announced already: activate it.")
        : Find(fresh.Kind, TrustState.Leaving) is { } leaving ? (null, $"{leaving.Id} is still leaving: retire it first.")
        : Of(fresh.Kind).Count() >= ProtocolLimits.TrustCopies ? (null, "There are as many of them as there may be: retire one first.")
        : (Next(at, Anchors.Append(fresh with { State = TrustState.Announced, Since = Version + 1 })), "");

    /// <summary>Puts the announced one of a kind to work; the one before leaves.</summary>
    /// <returns>The next version; null, with the reason, when it cannot be now.</returns>
    public (TrustRecord? Next, string Problem) Activate(TrustKind kind, DateTimeOffset at) =>
        Find(kind, TrustState.Announced) is null
            ? (null, "None is announced: rotate first.")
            : (Next(at, Anchors.Select(a => a.Kind != kind ? a : Turned(a, at))), "");

    /// <summary>PEM of the authorities that agents pin: what was given, or else those of this control plane.</summary>
    [JsonIgnore]
    public string Authorities => Given.Length > 0 ? Given : string.Concat(Of(TrustKind.Authority).Select(a => a.Certificate!.TrimEnd() + "\n"));

    /// <summary>Has the one that leaves believed no more.</summary>
    /// <returns>The next version; null, with the reason, when it cannot be now.</returns>
    public (TrustRecord? Next, string Problem) Retire(TrustKind kind, DateTimeOffset at) =>
        Find(kind, TrustState.Leaving) is null
            ? (null, "None is leaving: rotate and activate first.")
            : (Next(at, Anchors.Where(a => a.Kind != kind || a.State != TrustState.Leaving)), "");

    private static TrustAnchor Turned(TrustAnchor anchor, DateTimeOffset at) => anchor.State == TrustState.Announced
        ? anchor with { State = TrustState.Active, ActiveSince = at }
        : anchor with { State = TrustState.Leaving };
}

/// <summary>What an agent was last known to hold.</summary>
/// <param name="Version">The version of its document, as the agent says it.</param>
/// <param name="Of">The version of <see cref="TrustRecord"/> that document was made of; 0 when it is not known.</param>
internal sealed record TrustHeld(long Version, long Of);
