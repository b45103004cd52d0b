using Pdp.Story.Staging;

namespace Pdp.Demo;

/// <summary>The story ends with everything taken back; whoever stays wants something to look at.</summary>
internal static class Encore
{
    private static readonly TimeSpan HealthyLimit = TimeSpan.FromSeconds(60);

    /// <summary>Opens the shop again.</summary>
    public static async Task PlayAsync(Stage stage, CancellationToken ct)
    {
        await Shop.OpenAsync(stage, ct);
        foreach (var id in Shop.Intents)
        {
            await stage.PhaseAsync(id, 1, "Healthy", HealthyLimit, ct);
        }
    }
}
