using System.Text.Json.Nodes;
using Pdp.ControlStub.Releases;

namespace Pdp.ControlStub.Connections;

/// <summary>Configuration that nothing refers to any more.</summary>
internal static class Unused
{
    /// <summary>Takes the given keys out of the configuration where no container uses them.</summary>
    public static void Drop(JsonObject spec, IEnumerable<string> keys)
    {
        if (spec["config"] is not JsonObject config)
            return;
        var used = Containers.Of(spec)
            .SelectMany(c => new[] { c.Container["env"], c.Container["files"] }.OfType<JsonArray>().SelectMany(list => list))
            .Select(entry => entry?["config"]?.ToString()).OfType<string>().ToHashSet();
        foreach (var key in keys.Where(key => !used.Contains(key)))
            config.Remove(key);
        if (config.Count == 0)
            spec.Remove("config");
    }
}
