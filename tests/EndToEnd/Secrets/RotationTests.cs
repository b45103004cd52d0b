using System.Text.Json.Nodes;
using Pdp.EndToEnd.MainJob;
using Pdp.Story;
using Pdp.Story.Staging;
using Pdp.Story.Wire;

namespace Pdp.EndToEnd.Secrets;

/// <summary>A backend whose answers name a secret: it is rotated under load, and then its store goes away.</summary>
[Lasts(50)]
public sealed class RotationTests : IDisposable
{
    private const string Id = "rotated";
    private const int LeastRequests = 300;
    private const int Replicas = 2;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string _directory = Directory.CreateTempSubdirectory("pdp-secrets-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Store => Path.Combine(_directory, "store");

    [Fact]
    public async Task A_rotation_costs_no_request_and_a_store_that_is_away_costs_nothing_at_all()
    {
        Directory.CreateDirectory(Store);
        await PutAsync("first");
        await using var stage = new Stage(new StageOptions { AgentArguments = ["--secret-stores", await StoresAsync()] });
        await stage.OpenAsync(Ct);
        await stage.ConnectedAsync(Ct);
        var generation = await stage.PutAsync(Id, Document(stage), Ct);
        await stage.PhaseAsync(Id, generation, "Healthy", Limit, Ct);
        var door = await ServiceDoor.FindAsync(stage, Id, Ct);
        Assert.Equal("first", await OnlyAsync(door));
        var first = await PodsAsync(stage);

        await using var load = door.Load();
        await PutAsync("second");
        await Poll.UntilTrueAsync("the new password to be used by all", async () => await OnlyAsync(door) == "second", Limit, Ct);
        var report = await load.FinishAsync(LeastRequests, Ct);
        report.MustBeClean(LeastRequests);
        TestContext.Current.TestOutputHelper?.WriteLine($"rotated under load: {report}");

        await Poll.UntilTrueAsync("the pods of the old password to be gone", async () => await PodsAsync(stage) is { Count: Replicas } left && !left.Intersect(first).Any(), Limit, Ct);
        var pods = await PodsAsync(stage);
        Directory.Move(Store, Store + "-away");
        await Poll.UntilTrueAsync("the status to say that the store is away", async () => await FreshAsync(stage) == "False", Limit, Ct);
        Assert.Equal("Healthy", (await stage.IntentAsync(Id, Ct)).Phase);
        Assert.Equal("second", await OnlyAsync(door));
        Assert.Equal(pods, await PodsAsync(stage));

        Directory.Move(Store + "-away", Store);
        await Poll.UntilTrueAsync("the status to say that the store is back", async () => await FreshAsync(stage) == "True", Limit, Ct);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    // As the stand-in has it, the release is what its answers are told apart by.
    private static JsonObject Document(Stage stage)
    {
        var document = SmallComponent.Document(stage, Id);
        document["spec"]!["replicas"] = Replicas;
        document["spec"]!["containers"]!["main"]!["env"] = JsonNode.Parse(
            """[{ "name": "RELEASE", "secret": { "store": "team", "name": "shop/password" } }]""");
        return document;
    }

    private static async Task<string?> OnlyAsync(ServiceDoor door) =>
        await door.VersionsAsync(20, Ct) is { Count: 1 } versions ? versions.Keys.Single() : null;

    private static async Task<string?> FreshAsync(Stage stage) =>
        (string?)((await stage.IntentAsync(Id, Ct)).Status?["conditions"] as JsonArray ?? [])
            .FirstOrDefault(condition => (string?)condition!["type"] == "SecretsFresh")?["status"];

    private static async Task<IReadOnlyList<string>> PodsAsync(Stage stage) =>
        [.. (await stage.Cluster.ListAsync(ClusterPaths.OfIntent("pods", Id), Ct)).Select(ClusterPaths.NameOf).Order(StringComparer.Ordinal)];

    private async Task PutAsync(string value)
    {
        Directory.CreateDirectory(Path.Combine(Store, "shop"));
        var fresh = Path.Combine(Store, "shop", "fresh");
        await File.WriteAllTextAsync(fresh, value, Ct);
        File.Move(fresh, Path.Combine(Store, "shop", "password"), overwrite: true);
    }

    private async Task<string> StoresAsync()
    {
        var path = Path.Combine(_directory, "stores.yaml");
        await File.WriteAllTextAsync(
            path, $"stores: [{{name: team, files: {{directory: {Store}}}, allow: [{{project: cases, secret: shop/*}}], refresh: 5s}}]", Ct);
        return path;
    }
}
