using Pdp.Story;
using Pdp.Story.Staging;
using Pdp.Story.Wire;

namespace Pdp.Benchmarks.Measuring;

/// <summary>
/// Some components made and removed before anything is measured: agent, cluster and control plane compile their code while they first use it, which
/// would otherwise be paid by what is measured first and not by what it is compared with.
/// </summary>
internal static class WarmUp
{
    private const int Components = 50;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Returns once they are gone again and everything is at rest.</summary>
    public static async Task RunAsync(Stage stage, string image, CancellationToken ct)
    {
        var ids = Enumerable.Range(0, Components).Select(i => $"warm-{i}").ToList();
        foreach (var id in ids) await stage.PutAsync(id, BenchmarkComponents.Document(stage.Plane, id, image), ct);
        await Poll.UntilTrueAsync("the first components to be Healthy", () => Burst.AreHealthyAsync(stage, ids, ct), Limit, ct);
        foreach (var id in ids) await stage.Control.Api.DeleteAsync(stage.Plane, id, ct);
        await Poll.UntilTrueAsync("the first components to be gone", async () => (await stage.Cluster.ListAsync(ClusterPaths.Collection("deployments"), ct)).Count == 0, Limit, ct);
        await Settled.WaitAsync(stage, ct);
    }
}
