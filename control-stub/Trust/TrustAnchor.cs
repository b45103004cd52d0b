using System.Text.Json.Serialization;
using Pdp.Protocol.Signatures;

namespace Pdp.ControlStub.Trust;

/// <summary>Something that agents are told to believe.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Id">Names it: the key id, or the fingerprint of a certificate.</param>
/// <param name="State">Where it is on its way.</param>
/// <param name="Since">The version of the trust documents that first had it.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
/// <param name="Key">The public key; null for an authority.</param>
/// <param name="Certificate">PEM of the certificate; null for a key.</param>
/// <param name="ActiveSince">When it was put to work, UTC; null until then.</param>
internal sealed record TrustAnchor(
    TrustKind Kind, string Id, TrustState State, long Since, DateTimeOffset CreatedAt, JsonWebKey? Key = null, string? Certificate = null,
    DateTimeOffset? ActiveSince = null);

/// <summary>What an anchor does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TrustKind>))]
internal enum TrustKind
{
    /// <summary>Signs intents, and trust documents.</summary>
    Intents,

    /// <summary>Signs tokens for the agents' observability API.</summary>
    Tokens,

    /// <summary>Issues the certificates of the agents' listener and of agents.</summary>
    Authority,
}

/// <summary>Where an anchor is on its way. Believed by agents in each of them; rotation goes from the first to the last.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TrustState>))]
internal enum TrustState
{
    /// <summary>Believed, and does nothing yet: agents are being told.</summary>
    Announced,

    /// <summary>The one at work.</summary>
    Active,

    /// <summary>Was at work: what it did is still believed.</summary>
    Leaving,
}
