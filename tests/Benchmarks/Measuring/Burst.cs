using Pdp.Story;
using Pdp.Story.Staging;
using Pdp.Story.Wire;

namespace Pdp.Benchmarks.Measuring;

/// <summary>Many components at once.</summary>
internal static class Burst
{
    /// <summary>The figure that counts every write of the agent until all objects were there, divided by the time that took.</summary>
    public const string Writes = "agent: writes a second";

    private const int InFlight = 16;
    private const string Passes = "pdp_agent_reconcile_duration_seconds_count";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Stage stage, string image, int components, CancellationToken ct)
    {
        var audit = new AuditTrail(stage.EmbeddedCluster?.AuditLog);
        var mark = await audit.MarkAsync(ct);
        await using var first = new FirstObjects(stage.Cluster, ["deployments"]);
        using var http = new HttpClient { BaseAddress = stage.Agent.ApiUrl };
        var passes = await PassesAsync(http, ct);
        var busy = new BusyTime(stage);
        // The last one put is most likely the last one done: asked first, it spares the other questions.
        var newestFirst = Enumerable.Range(0, components).Reverse().Select(i => $"burst-{i}").ToList();
        var started = TimeProvider.System.GetTimestamp();
        await Parallel.ForAsync(0, components, new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = ct }, async (i, token) =>
            await stage.PutAsync($"burst-{i}", BenchmarkComponents.Document(stage.Plane, $"burst-{i}", image), token));
        var put = TimeProvider.System.GetElapsedTime(started);
        await Poll.UntilTrueAsync(
            "every component to be applied",
            () => Task.FromResult(Enumerable.Range(0, components).All(i => first.HasDeployment($"burst-{i}"))),
            Limit,
            ct);
        var applied = TimeProvider.System.GetElapsedTime(started);
        var written = (await audit.WrittenAsync(mark, ct)).Count;
        await Poll.UntilTrueAsync("every component to be Healthy", () => AreHealthyAsync(stage, newestFirst, ct), Limit, ct);
        var healthy = TimeProvider.System.GetElapsedTime(started);
        var requests = await audit.RequestsAsync(mark, ct);
        return
        [
            new($"{components} components put", put.TotalSeconds, "s"),
            new($"{components} components put at once → all applied", applied.TotalSeconds, "s"),
            new($"{components} components put at once → all Healthy", healthy.TotalSeconds, "s"),
            new(Writes, written / applied.TotalSeconds, "writes/s"),
            new("API requests per component of the burst", (double)requests.Count / components, "requests"),
            .. RequestKinds.Figures("a component", requests, components),
            new("passes per component of the burst", (await PassesAsync(http, ct) - passes) / components, "passes"),
            .. busy.Figures("burst"),
        ];
    }

    /// <summary>Whether all of some intents are Healthy; stops at the first that is not.</summary>
    public static async Task<bool> AreHealthyAsync(Stage stage, IReadOnlyList<string> ids, CancellationToken ct)
    {
        foreach (var id in ids)
        {
            if ((await stage.IntentAsync(id, ct)).Phase != "Healthy") return false;
        }

        return true;
    }

    private static async Task<double> PassesAsync(HttpClient http, CancellationToken ct) =>
        new MetricsPage(await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), ct))[Passes];
}
