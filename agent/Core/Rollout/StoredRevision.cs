using System.Text.Json.Nodes;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Rollout;

/// <summary>A revision as it is stored. A type of its own, so that what is stored does not change with the model by accident.</summary>
internal sealed record StoredRevision(
    int Format, long Generation, string Document, IReadOnlyList<StoredSecret>? Secrets = null,
    IReadOnlyList<StoredImage>? Images = null, JsonObject? Begun = null);

/// <summary>A Secret of a stored revision: what it was made of.</summary>
internal sealed record StoredSecret(InventoryEntry Manifest, IReadOnlyList<StoredSecretItem> Items);

/// <summary>An entry of such a Secret.</summary>
internal sealed record StoredSecretItem(string Key, SecretReference Reference, string? Version);

/// <summary>An image of a stored revision.</summary>
internal sealed record StoredImage(string Container, string Image, string? Digest);
