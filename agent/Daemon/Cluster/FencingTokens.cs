using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Kubernetes.Objects;

namespace Pdp.Daemon.Cluster;

/// <summary>The fencing token on an object: under which leader it was written, or taken charge of, last.</summary>
internal static class FencingTokens
{
    /// <summary>The token on an object; empty when it has none.</summary>
    public static string On(JsonObject obj) => obj.Annotation(ManagedMetadata.FencingTokenAnnotation) ?? "";

    /// <summary>Puts a token on a manifest.</summary>
    public static void Put(JsonObject manifest, string token) =>
        manifest.Set(token, "metadata", "annotations", ManagedMetadata.FencingTokenAnnotation);

    /// <summary>
    /// Whether one token is surely older than another: the lease had changed hands fewer times. Where somebody deleted the lease the count
    /// began anew, and "not older" means no more than that one has to ask.
    /// </summary>
    public static bool IsOlder(string token, string than) => Count(token) < Count(than);

    private static long Count(string token) =>
        long.TryParse(token.AsSpan(0, Math.Max(0, token.IndexOf('/', StringComparison.Ordinal))), NumberStyles.None,
            CultureInfo.InvariantCulture, out var count)
            ? count
            : -1;
}
