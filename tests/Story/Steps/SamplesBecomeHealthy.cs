using Pdp.Story.Staging;

namespace Pdp.Story.Steps;

/// <summary>Step 2.</summary>
internal sealed class SamplesBecomeHealthy : IStep
{
    private static readonly TimeSpan HealthyLimit = TimeSpan.FromSeconds(60);

    public string Title => "database, backend and frontend are handed in as their users wrote them; all three become Healthy";

    public async Task<string> PlayAsync(Stage stage, CancellationToken ct)
    {
        var started = TimeProvider.System.GetTimestamp();
        await Shop.OpenAsync(stage, ct);
        var healthy = await Task.WhenAll(Shop.Intents.Select(async id =>
        {
            var view = await stage.PhaseAsync(id, 1, "Healthy", HealthyLimit, ct);
            return (Id: id, After: TimeProvider.System.GetElapsedTime(started), Objects: view.Status?["inventory"]?.AsArray().Count ?? 0);
        }));
        return string.Join(", ", healthy.Select(one => $"{one.Id} after {one.After.TotalSeconds:0.0} s ({one.Objects} objects)"));
    }
}
