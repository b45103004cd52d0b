using System.Text.Json.Nodes;
using Pdp.LocalCluster.Resources;
using Pdp.LocalCluster.Storage;

namespace Pdp.Simulation.Cluster;

/// <summary>A write that landed.</summary>
/// <param name="Author">Who sent it.</param>
/// <param name="Verb">What it did.</param>
/// <param name="Resource">To what kind of object.</param>
/// <param name="Key">To which object.</param>
/// <param name="Before">As it was; null when it is new.</param>
/// <param name="After">As it is; null when it is gone.</param>
/// <param name="Sent">What was applied; null for the other verbs.</param>
internal sealed record ClusterWrite(
    Author Author, string Verb, ResourceDefinition Resource, ObjectKey Key, JsonObject? Before, JsonObject? After, JsonObject? Sent)
{
    /// <summary>Whether it changed anything.</summary>
    public bool HasEffect => !ReferenceEquals(Before, After);

    /// <summary>Where it created the object, the number of the newest record of the history when the request was sent; null otherwise.</summary>
    public long? CreateSent => Before is null ? Author.Since : null;
}
