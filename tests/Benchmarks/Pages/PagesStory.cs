using Pdp.Benchmarks.Measuring;
using Pdp.Benchmarks.Storm;
using Pdp.Story.Staging;

namespace Pdp.Benchmarks.Pages;

/// <summary>Planes, intents and events through the API, then every page again and again.</summary>
/// <param name="planes">Planes there are.</param>
/// <param name="postgres">A file with the connection of a PostgreSQL database; null for SQLite.</param>
internal sealed class PagesStory(int planes, string? postgres)
{
    private const int Intents = 1000;
    private const int PutsInFlight = 32;
    private const int Times = 100;

    private readonly List<Figure> _figures = [];

    public async Task<IReadOnlyList<Figure>> PlayAsync(CancellationToken ct)
    {
        await using var stage = await StormStage.OpenAsync(planes, ct, postgres is null ? [] : ["--postgres-connection-file", Path.GetFullPath(postgres)]);
        var control = stage.Control;
        await stage.CreatePlanesAsync(planes, 0, ct);
        var plane = StormStage.Plane(planes / 2);
        await Parallel.ForAsync(0, Intents, new ParallelOptions { MaxDegreeOfParallelism = PutsInFlight, CancellationToken = ct }, async (i, token) =>
            await control.Api.PutAsync(plane, $"web-{i:0000}", BenchmarkComponents.Document(plane, $"web-{i:0000}", "registry.example/web:1"), token));

        await MeasureAsync(control, $"one of {planes} planes", $"/api/v1/planes/{plane}", ct);
        await MeasureAsync(control, $"first 100 of {planes} planes", "/api/v1/planes?limit=100", ct);
        await MeasureAsync(control, $"first 1000 of {planes} planes", "/api/v1/planes?limit=1000", ct);
        await MeasureAsync(control, $"last 100 of {planes} planes", $"/api/v1/planes?limit=100&after={StormStage.Plane(planes - 101)}", ct);
        await MeasureAsync(control, $"one of {Intents} intents", $"/api/v1/planes/{plane}/intents/web-0500", ct);
        await MeasureAsync(control, $"first 100 of {Intents} intents", $"/api/v1/planes/{plane}/intents?limit=100", ct);
        await MeasureAsync(control, $"100 of {Intents} intents from the middle", $"/api/v1/planes/{plane}/intents?limit=100&after=web-0500", ct);
        await MeasureAsync($"events of one plane out of {planes + Intents} events, from the start", () => control.Api.EventsAsync(plane, 0, ct));
        await WalkAsync(control, ct);
        return _figures;
    }

    private Task MeasureAsync(ControlPlane control, string what, string path, CancellationToken ct) =>
        MeasureAsync(what, () => GetAsync(control, path, ct));

    private async Task MeasureAsync(string what, Func<Task> ask)
    {
        var times = new List<double>(Times);
        for (var i = 0; i < Times; i++)
        {
            var started = TimeProvider.System.GetTimestamp();
            await ask();
            times.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
        }

        times.Sort();
        _figures.Add(new Figure($"{what}, p50", Figure.At(times, 0.5), "ms"));
        _figures.Add(new Figure($"{what}, p99", Figure.At(times, 0.99), "ms"));
    }

    private async Task WalkAsync(ControlPlane control, CancellationToken ct)
    {
        var started = TimeProvider.System.GetTimestamp();
        var seen = 0;
        for (var after = ""; after is not null;)
        {
            var page = (await GetAsync(control, $"/api/v1/planes?limit=1000{after}", ct)).Json;
            seen += page["items"]!.AsArray().Count;
            after = (string?)page["next"] is { } next ? $"&after={next}" : null;
        }

        _figures.Add(new Figure($"all {seen} planes, 1000 a page", TimeProvider.System.GetElapsedTime(started).TotalMilliseconds, "ms"));
    }

    private static async Task<Pdp.Story.Wire.ApiAnswer> GetAsync(ControlPlane control, string path, CancellationToken ct) =>
        (await control.Api.SendAsync(HttpMethod.Get, path, null, "", ct)).MustBeOk($"GET {path}");
}
