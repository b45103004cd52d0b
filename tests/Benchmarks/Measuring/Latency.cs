using Pdp.Story;
using Pdp.Story.Staging;

namespace Pdp.Benchmarks.Measuring;

/// <summary>From an intent accepted by the stub to its first object in the cluster, one intent at a time.</summary>
internal static class Latency
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Stage stage, string image, int intents, CancellationToken ct)
    {
        await using var first = new FirstObjects(stage.Cluster);
        var times = new List<double>();
        for (var i = 0; i < intents; i++)
        {
            var id = $"latency-{i}";
            await stage.PutAsync(id, BenchmarkComponents.Document(stage.Plane, id, image), ct);
            var accepted = TimeProvider.System.GetTimestamp();
            await Poll.UntilTrueAsync($"the first object of {id}", () => Task.FromResult(first.Of(id) is not null), Limit, ct);

            // The object may be there before the stub's answer has been read here: that is no time at all.
            times.Add(Math.Max(0, TimeProvider.System.GetElapsedTime(accepted, first.Of(id)!.Value).TotalMilliseconds));
        }

        times.Sort();
        return
        [
            new($"intent accepted → first object, p50 of {intents}", Figure.At(times, 0.5), "ms"),
            new($"intent accepted → first object, p99 of {intents}", Figure.At(times, 0.99), "ms"),
            new("intent accepted → first object, slowest", times[^1], "ms"),
        ];
    }
}
