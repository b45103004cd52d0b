using System.Text.Json.Nodes;
using Pdp.Story.Staging;

namespace Pdp.Story.Steps;

/// <summary>Step 8.</summary>
internal sealed class MigrationFails : IStep
{
    private const string Migration = "story-migration";
    private const string Release = "v6.0.0";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public string Title => "a release whose migration fails never begins, and no request fails; without the migration it rolls out";

    public async Task<string> PlayAsync(Stage stage, CancellationToken ct)
    {
        var document = OneTimeTask.Document(stage, Migration, stage.Options.Images.FailingTask, "false");
        document["spec"]!["rollout"] = new JsonObject { ["deadlineSeconds"] = 5 };
        var migration = await stage.PutAsync(Migration, document, ct);
        var failed = await stage.PhaseAsync(Migration, migration, "Degraded", Limit, ct);
        if (failed.Reason != "JobFailed")
        {
            throw new StoryException($"the migration should have failed because of its Job: {failed}");
        }

        await using var release = await SteppedRelease.BeginAsync(stage, Release, """{"maxSurge": 1}""", ct);
        await release.PutAsync(ct, spec => spec["dependsOn"] = new JsonArray(Migration));
        var waiting = await release.PhaseAsync("Waiting", ct);
        if (waiting.Reason != "DependencyNotReady" || release.Load.Snapshot().Versions.ContainsKey(Release))
        {
            throw new StoryException($"the release should wait for its migration: {waiting}");
        }

        await release.PutAsync(ct, spec => spec["dependsOn"] = new JsonArray());
        await release.PhaseAsync("Healthy", ct);
        var report = await release.FinishAsync(ct);
        return $"\"{waiting.Message}\"; then without it; {report}";
    }
}
