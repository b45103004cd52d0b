using System.Text.Json.Nodes;

namespace Pdp.LocalCluster.Resources;

/// <summary>A kind that is another face of stored objects, as <c>events.k8s.io</c> is of core events.</summary>
/// <param name="StoredAs">The resource the objects are stored as.</param>
/// <param name="ToStored">Turns an object of the view into the stored kind.</param>
/// <param name="FromStored">Turns a stored object into the view.</param>
internal sealed record KindView(string StoredAs, Func<JsonObject, JsonObject> ToStored, Func<JsonObject, JsonObject> FromStored);
