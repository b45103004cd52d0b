using Pdp.Protocol.Signatures;

namespace Pdp.Observability.Access;

/// <summary>Whose tokens are believed. May change at any time: read for each use.</summary>
public interface ITokenKeys
{
    /// <summary>This plane: what a token's audience must be.</summary>
    string Plane { get; }

    /// <summary>The keys that may sign tokens; empty before the control plane has told any, and nothing is believed then.</summary>
    IReadOnlyList<JsonWebKey> Keys { get; }
}
