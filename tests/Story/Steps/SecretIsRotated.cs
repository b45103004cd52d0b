using System.Text;
using System.Text.Json.Nodes;
using Pdp.Story.Staging;
using Pdp.Story.Wire;

namespace Pdp.Story.Steps;

/// <summary>Step 9.</summary>
internal sealed class SecretIsRotated : IStep
{
    private const int LeastRequests = 200;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public string Title => "a password is rotated in the vault: the backend rolls to it, and no request fails";

    public async Task<string> PlayAsync(Stage stage, CancellationToken ct)
    {
        stage.Vault.Rotate();
        var generation = await stage.ChangeAsync(Shop.Backend, Name, ct);
        var before = VersionOf(await stage.PhaseAsync(Shop.Backend, generation, "Healthy", Limit, ct));

        var door = await ServiceDoor.FindAsync(stage, Shop.Backend, ct);
        await using var load = door.Load();
        await Poll.UntilTrueAsync("the first requests", () => Task.FromResult(load.Requests > 0), Limit, ct);
        var started = TimeProvider.System.GetTimestamp();
        var value = stage.Vault.Rotate();
        await SecretVault.HintAsync(stage, ct);
        var after = await Poll.UntilAsync(
            "the backend to run with the new version",
            async () => await stage.IntentAsync(Shop.Backend, ct) is { Phase: "Healthy" } now && VersionOf(now) is { } version && version != before ? version : null,
            Limit,
            ct);
        var took = TimeProvider.System.GetElapsedTime(started);
        await MustHoldAsync(stage, value, ct);
        var report = await load.FinishAsync(Math.Max(LeastRequests, load.Requests), ct);
        report.MustBeClean(LeastRequests);
        return $"version {before} became {after} after {took.TotalSeconds:0.0} s; {report}";
    }

    private static void Name(JsonObject spec)
    {
        var container = spec["containers"]!.AsObject().First().Value!.AsObject();
        var secret = new JsonObject { ["store"] = SecretVault.Store, ["name"] = SecretVault.Secret, ["property"] = "password" };
        if (container["env"] is not JsonArray env) container["env"] = env = [];
        env.Add(new JsonObject { ["name"] = "INVENTORY_PASSWORD", ["secret"] = secret });
    }

    private static string? VersionOf(IntentView intent) =>
        (string?)(intent.Status?["secrets"] as JsonArray)?.FirstOrDefault(secret => (string?)secret!["store"] == SecretVault.Store)?["version"];

    // The value itself is for the cluster's administrator to see, and for nobody else.
    private static async Task MustHoldAsync(Stage stage, string value, CancellationToken ct)
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(value));
        var secrets = await stage.Cluster.ListAsync(ClusterPaths.OfIntent("secrets", Shop.Backend), ct);
        if (!secrets.Any(secret => secret["data"] is JsonObject data && data.Any(entry => (string?)entry.Value == encoded)))
            throw new StoryException("no Secret of the backend holds the new value");
    }
}
