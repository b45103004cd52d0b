using Pdp.Story.Wire;

namespace Pdp.Benchmarks.Apply;

/// <summary>Server-side applies side by side, and nothing else: what the API server itself can do.</summary>
internal static class BarePatches
{
    /// <summary>Requests at a time; more only wait.</summary>
    public const int InFlight = 16;

    private const string ApplyPatch = "application/apply-patch+yaml";

    /// <summary>Applies objects.</summary>
    /// <returns>How long it took.</returns>
    public static async Task<TimeSpan> ApplyAsync(ClusterApi cluster, IReadOnlyList<PlainObject> objects, CancellationToken ct)
    {
        var started = TimeProvider.System.GetTimestamp();
        await Parallel.ForEachAsync(objects, new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = ct }, async (o, token) =>
        {
            var path = ClusterPaths.Object(o.Resource, ClusterPaths.NamespaceOf(o.Manifest), ClusterPaths.NameOf(o.Manifest));
            var answer = await cluster.SendAsync(HttpMethod.Patch, $"{path}?fieldManager=bench&force=true", o.Manifest.ToJsonString(), ApplyPatch, token);
            answer.MustBeOk($"PATCH {path}");
        });
        return TimeProvider.System.GetElapsedTime(started);
    }
}
