using System.Text.Json.Nodes;
using Pdp.Story.Load;
using Pdp.Story.Wire;

namespace Pdp.Story.Staging;

/// <summary>A release of the backend that takes steps, under a load that runs from before its first to after its last.</summary>
internal sealed class SteppedRelease : IAsyncDisposable
{
    /// <summary>What a step says where its images and its Prometheus are not to be had.</summary>
    public const string NotHere = "played in the embedded cluster only: it needs images of its own, and a Prometheus";

    private const int LeastRequests = 1000;
    private const int Sample = 60;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Stage _stage;
    private readonly string _release;
    private readonly string _rollout;
    private readonly ServiceDoor _door;

    private SteppedRelease(Stage stage, string release, string rollout, ServiceDoor door, LoadGenerator load)
    {
        (_stage, _release, _rollout, _door, Load) = (stage, release, rollout, door, load);
        stage.Prometheus.Watch(load);
    }

    /// <summary>The load.</summary>
    public LoadGenerator Load { get; }

    /// <summary>The releases that answered before.</summary>
    public required IReadOnlyCollection<string> Before { get; init; }

    /// <summary>The generation that was handed in last.</summary>
    public long Generation { get; private set; }

    /// <summary>Begins the load; nothing is handed in yet.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="release">The release, which is the image's tag too.</param>
    /// <param name="rollout">Its <c>spec.rollout</c>, as JSON.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<SteppedRelease> BeginAsync(Stage stage, string release, string rollout, CancellationToken ct)
    {
        var door = await ServiceDoor.FindAsync(stage, Shop.Backend, ct);
        var before = await door.VersionsAsync(Sample, ct);
        var load = door.Load();
        await Poll.UntilTrueAsync("the first requests", () => Task.FromResult(load.Requests > Sample), Limit, ct);
        return new SteppedRelease(stage, release, rollout, door, load) { Before = [.. before.Keys] };
    }

    /// <summary>Hands the release in, or the same with something more said.</summary>
    public async Task PutAsync(CancellationToken ct, Action<JsonObject>? change = null) => Generation = await _stage.ChangeAsync(
        Shop.Backend,
        spec =>
        {
            Shop.Release(spec, _release, _stage.Options.Images.Tagged(_release), Limit);
            spec["replicas"] = 4;
            spec["rollout"] = JsonNode.Parse(_rollout);
            change?.Invoke(spec);
        },
        ct);

    /// <summary>Waits until the status says something.</summary>
    public Task<IntentView> UntilAsync(string what, Func<IntentView, bool> condition, CancellationToken ct) => Poll.UntilAsync(
        what,
        async () => await _stage.IntentAsync(Shop.Backend, ct) is { } intent && intent.ObservedGeneration >= Generation && condition(intent) ? intent : null,
        Limit,
        ct);

    /// <summary>Waits until it is in a phase.</summary>
    public Task<IntentView> PhaseAsync(string phase, CancellationToken ct) => _stage.PhaseAsync(Shop.Backend, Generation, phase, Limit, ct);

    /// <summary>Ends the load: no request failed, and these releases answered.</summary>
    public async Task<LoadReport> FinishAsync(CancellationToken ct)
    {
        var report = await Load.FinishAsync(Math.Max(LeastRequests, Load.Requests + Sample), ct);
        report.MustBeClean(LeastRequests);
        return report;
    }

    /// <summary>Which releases answer now.</summary>
    public async Task<string> AnsweringAsync(CancellationToken ct) => string.Join(", ", (await _door.VersionsAsync(Sample, ct)).Keys);

    public async ValueTask DisposeAsync()
    {
        _stage.Prometheus.Watch(null);
        await Load.DisposeAsync();
    }
}
