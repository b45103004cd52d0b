using System.Text.Json.Nodes;
using Pdp.Kubernetes.Objects;

namespace Pdp.Daemon.Cluster;

/// <summary>
/// What must still be so for an apply to be made, written into its manifest; the API server answers a conflict otherwise. Versions of one
/// object never come back, so a precondition that has failed once fails for good.
/// </summary>
internal static class Precondition
{
    // Etcd begins to count at 1 with nothing in it, so no object has this version. An apply that names it is refused where there is an
    // object, and creates it where there is none.
    private const string OfNothing = "1";

    /// <summary>Binds a manifest to an object as it was read, or to there being none.</summary>
    /// <param name="manifest">What is to be applied.</param>
    /// <param name="live">The object; null when there was none.</param>
    public static void Put(JsonObject manifest, JsonObject? live) => Put(manifest, live?.Uid, live?.ResourceVersion);

    /// <summary>The same by uid and version; nulls when there was none.</summary>
    public static void Put(JsonObject manifest, string? uid, string? resourceVersion)
    {
        manifest.Set(resourceVersion ?? OfNothing, "metadata", "resourceVersion");
        if (uid is not null) manifest.Set(uid, "metadata", "uid");
    }
}
