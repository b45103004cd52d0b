using Pdp.Story.Staging;

namespace Pdp.Story.Steps;

/// <summary>Step 4.</summary>
internal sealed class BrokenReleaseIsRolledBack : IStep
{
    private const int LeastRequests = 2000;
    private const int Sample = 60;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan RollbackLimit = TimeSpan.FromSeconds(45);

    public string Title => "a release that never becomes ready is rolled back at its deadline; no request fails, the status says why";

    public async Task<string> PlayAsync(Stage stage, CancellationToken ct)
    {
        var good = (await stage.IntentAsync(Shop.Backend, ct)).RunningGeneration;
        var door = await ServiceDoor.FindAsync(stage, Shop.Backend, ct);
        var before = await door.VersionsAsync(Sample, ct);
        await using var load = door.Load();
        var started = TimeProvider.System.GetTimestamp();
        var generation = await stage.ChangeAsync(
            Shop.Backend, spec => Shop.Release(spec, "inventorybackend-broken", stage.Options.Images.Broken, Deadline), ct);
        var rolledBack = await stage.PhaseAsync(Shop.Backend, generation, "RolledBack", RollbackLimit, ct);
        var took = TimeProvider.System.GetElapsedTime(started);
        var report = await load.FinishAsync(LeastRequests, ct);
        report.MustBeClean(LeastRequests);
        if (took < Deadline - TimeSpan.FromSeconds(1))
        {
            throw new StoryException($"rolled back after {took.TotalSeconds:0.0} s, before its deadline of {Deadline.TotalSeconds:0} s");
        }

        if (rolledBack.RunningGeneration != good || rolledBack.Reason is null || rolledBack.Message.Length == 0)
        {
            throw new StoryException($"generation {good} should run again and the status say why: {rolledBack}");
        }

        if (report.Versions.Keys.Except(before.Keys, StringComparer.Ordinal).Any())
        {
            throw new StoryException($"the broken release answered requests: {report}");
        }

        return $"rolled back after {took.TotalSeconds:0.0} s (deadline {Deadline.TotalSeconds:0} s): {rolledBack.Reason}, \"{rolledBack.Message}\"; {report}";
    }
}
