using System.Text.Json.Nodes;
using Pdp.Story.Staging;

namespace Pdp.Story.Steps;

/// <summary>Step 10.</summary>
internal sealed class VaultIsAway : IStep
{
    private const int LeastRequests = 200;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenHints = TimeSpan.FromSeconds(1);

    public string Title => "the vault is away: nobody notices but a condition that says since when, and it recovers by itself";

    public async Task<string> PlayAsync(Stage stage, CancellationToken ct)
    {
        var before = await stage.IntentAsync(Shop.Backend, ct);
        var door = await ServiceDoor.FindAsync(stage, Shop.Backend, ct);
        await using var load = door.Load();
        await stage.Vault.StopAsync();
        var away = await UntilFreshAsync(stage, "False", ct);
        var during = await stage.IntentAsync(Shop.Backend, ct);
        if (during.Phase != "Healthy" || during.RunningGeneration != before.RunningGeneration)
            throw new StoryException($"the backend should have stayed as it was: {during}");

        await stage.Vault.StartAgainAsync();
        await UntilFreshAsync(stage, "True", ct);
        var report = await load.FinishAsync(Math.Max(LeastRequests, load.Requests), ct);
        report.MustBeClean(LeastRequests);
        return $"\"{away}\"; {report}";
    }

    // A store that does not answer is asked again by itself, at longer and longer intervals; a hint is enough to ask it now.
    private static async Task<string> UntilFreshAsync(Stage stage, string status, CancellationToken ct)
    {
        var hinted = TimeProvider.System.GetTimestamp();
        await SecretVault.HintAsync(stage, ct);
        return await Poll.UntilAsync(
            $"the condition SecretsFresh to be {status}",
            async () =>
            {
                if (TimeProvider.System.GetElapsedTime(hinted) > BetweenHints)
                {
                    hinted = TimeProvider.System.GetTimestamp();
                    await SecretVault.HintAsync(stage, ct);
                }

                var conditions = (await stage.IntentAsync(Shop.Backend, ct)).Status?["conditions"] as JsonArray ?? [];
                var fresh = conditions.FirstOrDefault(condition => (string?)condition!["type"] == "SecretsFresh");
                return (string?)fresh?["status"] == status ? (string?)fresh["message"] ?? "" : null;
            },
            Limit,
            ct);
    }
}
