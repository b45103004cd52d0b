using System.Text;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Kinds;

internal static class DataSize
{
    /// <summary>The bytes of a map's values as written.</summary>
    public static long Of(JsonObject? map) => map?.Sum(p => p.Value.TryText(out var text) ? Encoding.UTF8.GetByteCount(text) : 0L) ?? 0;
}
