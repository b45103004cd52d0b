using Pdp.Story.Staging;

namespace Pdp.Story.Steps;

/// <summary>Step 2.</summary>
internal sealed class SamplesBecomeHealthy : IStep
{
    private static readonly TimeSpan HealthyLimit = TimeSpan.FromSeconds(60);

    public string Title => "database, backend and frontend are handed in as their users wrote them; all three become Healthy, and the backend reaches its database";

    public async Task<string> PlayAsync(Stage stage, CancellationToken ct)
    {
        var started = TimeProvider.System.GetTimestamp();
        await Shop.OpenAsync(stage, ct);
        var healthy = await Task.WhenAll(Shop.Intents.Select(async id =>
        {
            var view = await stage.PhaseAsync(id, 1, "Healthy", HealthyLimit, ct);
            return (Id: id, After: TimeProvider.System.GetElapsedTime(started), Objects: view.Status?["inventory"]?.AsArray().Count ?? 0);
        }));
        var database = await DatabaseAsync(stage, ct);
        return string.Join(", ", healthy.Select(one => $"{one.Id} after {one.After.TotalSeconds:0.0} s ({one.Objects} objects)")) + database;
    }

    // The address in the sample is one of another cluster; what the backend is told is where the database is here.
    private static async Task<string> DatabaseAsync(Stage stage, CancellationToken ct)
    {
        if (stage.EmbeddedCluster is null) return "";
        var door = await ServiceDoor.FindAsync(stage, Shop.Backend, ct);
        using var client = new HttpClient(door.Connect());
        var last = "nothing";
        await Poll.UntilTrueAsync("the backend to reach its database", async () => (last = await AskAsync(client, door.Address, ct)).Contains("PONG", StringComparison.Ordinal), HealthyLimit, ct);
        return $"; the backend asked its database and heard {last}";
    }

    private static async Task<string> AskAsync(HttpClient client, Uri door, CancellationToken ct)
    {
        using var answer = await client.GetAsync(new Uri(door, "health/db"), ct);
        return await answer.Content.ReadAsStringAsync(ct);
    }
}
