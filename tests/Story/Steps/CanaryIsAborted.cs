using Pdp.Story.Staging;

namespace Pdp.Story.Steps;

/// <summary>Step 7.</summary>
internal sealed class CanaryIsAborted : IStep
{
    private const string Release = "v5.0.0";
    private const string Rollout =
        """
        {
          "strategy": "canary", "scaleDownDelaySeconds": 2,
          "steps": [{"weight": 25}, {"analysis": ["share"]}, {"pauseSeconds": 600}],
          "analysis": [{"name": "share", "query": "answers_share:v5.0.0", "max": 0, "count": 600, "intervalSeconds": 1}]
        }
        """;

    public string Title => "a canary whose measurement does not hold is taken back by itself; the status says what was measured, no request fails";

    public async Task<string> PlayAsync(Stage stage, CancellationToken ct)
    {
        if (stage.EmbeddedCluster is null) return SteppedRelease.NotHere;
        var good = (await stage.IntentAsync(Shop.Backend, ct)).RunningGeneration;
        await using var release = await SteppedRelease.BeginAsync(stage, Release, Rollout, ct);
        await release.PutAsync(ct);
        var back = await release.PhaseAsync("RolledBack", ct);
        await Poll.UntilTrueAsync("the old release alone to answer", async () => await release.AnsweringAsync(ct) == string.Join(", ", release.Before), TimeSpan.FromSeconds(20), ct);
        var report = await release.FinishAsync(ct);
        if (back.RunningGeneration != good || back.Reason != "AnalysisFailed")
        {
            throw new StoryException($"generation {good} should run again because of AnalysisFailed: {back}");
        }

        return $"\"{back.Message}\"; {report}";
    }
}
