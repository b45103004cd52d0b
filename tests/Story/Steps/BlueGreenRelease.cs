using System.Text.Json.Nodes;
using Pdp.Story.Staging;

namespace Pdp.Story.Steps;

/// <summary>Step 5.</summary>
internal sealed class BlueGreenRelease : IStep
{
    private const string Release = "v3.0.0";
    private const string Rollout =
        $$"""
        {
          "strategy": "blueGreen", "scaleDownDelaySeconds": 2,
          "steps": [{"test": "smoke"}, {"approval": "looked-at"}],
          "tests": [{"name": "smoke", "image": "ghcr.io/savisaluwadana/inventorytests:{{Release}}", "env": [{"name": "EXPECT", "value": "{{Release}}"}]}]
        }
        """;

    public string Title => "a blue-green release comes up unseen, is tested there, is switched over once it is approved, and no request fails";

    public async Task<string> PlayAsync(Stage stage, CancellationToken ct)
    {
        if (stage.EmbeddedCluster is null) return SteppedRelease.NotHere;
        await using var release = await SteppedRelease.BeginAsync(stage, Release, Rollout, ct);
        await release.PutAsync(ct);
        var waiting = await release.UntilAsync("the release to wait for its approval", intent => intent.Message.Contains("approval looked-at", StringComparison.Ordinal), ct);
        if (release.Load.Snapshot().Versions.ContainsKey(Release))
        {
            throw new StoryException($"{Release} answered before it was approved");
        }

        var revision = (string)waiting.Status!["rollout"]!["revision"]!;
        if (waiting.Status!["rollout"]!["tests"] is not JsonArray { Count: 1 } tests || (string?)tests[0]!["outcome"] != "Succeeded")
        {
            throw new StoryException($"the test should have succeeded before anybody is asked: {waiting.Status!["rollout"]!["tests"]?.ToJsonString()}");
        }

        await release.PutAsync(
            ct, spec => spec["rollout"]!["approvals"] = new JsonArray(new JsonObject { ["name"] = "looked-at", ["revision"] = revision }));
        await release.PhaseAsync("Healthy", ct);
        var report = await release.FinishAsync(ct);
        return await release.AnsweringAsync(ct) is Release
            ? $"revision {revision} was tested by Job {tests[0]!["job"]} and approved; {report}; at the end {Release}"
            : throw new StoryException($"only {Release} should answer: {report}");
    }
}
