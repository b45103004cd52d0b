using System.Text.Json.Nodes;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Rollout;

/// <summary>A revision as it is stored. A type of its own, so that what is stored does not change with the model by accident.</summary>
internal sealed record StoredRevision(
    int Format,
    long Generation,
    string Namespace,
    IReadOnlyList<StoredObject> Objects,
    IReadOnlyList<EndpointStatus> Endpoints,
    string? Release = null);

/// <summary>An object of a stored revision.</summary>
internal sealed record StoredObject(string Id, InventoryEntry Key, JsonObject Manifest);
