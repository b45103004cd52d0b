using System.Globalization;
using System.Text.Json.Nodes;

namespace Pdp.Cutter.Watching;

/// <summary>A change of an object in the cluster.</summary>
/// <param name="At">When it was seen.</param>
/// <param name="What">What was followed: a resource, or <see cref="ClusterWatcher.Removed"/>.</param>
/// <param name="IsDeleted">Whether the object is gone.</param>
/// <param name="Item">The object.</param>
public sealed record Change(DateTimeOffset At, string What, bool IsDeleted, JsonObject Item)
{
    /// <summary>The version the change has among all changes of the cluster.</summary>
    public long Version { get; } = VersionOf(Item);

    /// <summary>Tells the object from another of the same name.</summary>
    public string Uid { get; } = UidOf(Item);

    /// <summary>Version of an object.</summary>
    public static long VersionOf(JsonObject item) =>
        long.Parse((string)item["metadata"]!["resourceVersion"]!, CultureInfo.InvariantCulture);

    /// <summary>Uid of an object.</summary>
    public static string UidOf(JsonObject item) => (string)item["metadata"]!["uid"]!;
}
