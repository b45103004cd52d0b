using Pdp.Core.Connections;
using Pdp.Core.Images;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Documents;

/// <summary>
/// What rendering an intent has to know besides its document. What is missing is rendered as far as it goes, and not to be applied.
/// </summary>
internal sealed record RenderFacts
{
    /// <summary>Nothing is known; good to look at the shape of what an intent becomes.</summary>
    public static RenderFacts None { get; } = new();

    /// <summary>The version each secret reference stands for.</summary>
    public IReadOnlyDictionary<SecretReference, string> SecretVersions { get; init; } = new Dictionary<SecretReference, string>();

    /// <summary>What each image was resolved to; null when that does not matter yet.</summary>
    public IReadOnlyList<ResolvedImage>? Images { get; init; }

    /// <summary>Where each connection to a component leads.</summary>
    public IReadOnlyDictionary<string, ResolvedConnection> Connections { get; init; } = new Dictionary<string, ResolvedConnection>();
}
