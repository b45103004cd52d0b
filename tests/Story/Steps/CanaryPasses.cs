using Pdp.Story.Staging;

namespace Pdp.Story.Steps;

/// <summary>Step 6.</summary>
internal sealed class CanaryPasses : IStep
{
    private const string Release = "v4.0.0";
    private const string Rollout =
        """
        {
          "strategy": "canary", "scaleDownDelaySeconds": 2,
          "steps": [{"weight": 25}, {"analysis": ["failures"]}, {"weight": 75}, {"pauseSeconds": 1}],
          "analysis": [{"name": "failures", "query": "failed_share", "max": 0, "count": 3, "intervalSeconds": 1}]
        }
        """;

    public string Title => "a canary gets a quarter of the requests, is measured, gets more and then all; no request fails";

    public async Task<string> PlayAsync(Stage stage, CancellationToken ct)
    {
        if (stage.EmbeddedCluster is null) return SteppedRelease.NotHere;
        await using var release = await SteppedRelease.BeginAsync(stage, Release, Rollout, ct);
        var asked = stage.Prometheus.Queries;
        await release.PutAsync(ct);
        await release.PhaseAsync("Healthy", ct);
        asked = stage.Prometheus.Queries - asked;
        var report = await release.FinishAsync(ct);
        if (asked < 3)
        {
            throw new StoryException($"Prometheus was asked {asked} times, at least 3 were meant");
        }

        return await release.AnsweringAsync(ct) is Release
            ? $"measured {asked} times; {report}; at the end {Release}"
            : throw new StoryException($"only {Release} should answer: {report}");
    }
}
