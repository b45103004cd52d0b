using System.Runtime.CompilerServices;
using Pdp.Story.Staging;
using Pdp.Story.Steps;

namespace Pdp.Story;

/// <summary>Plays the main job from beginning to end.</summary>
public static class StoryPlayer
{
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(120);

    /// <summary>The steps, in order; each builds on those before it.</summary>
    public static IReadOnlyList<IStep> Steps { get; } =
    [
        new AgentConnects(),
        new SamplesBecomeHealthy(),
        new ReleaseUnderLoad(),
        new BrokenReleaseIsRolledBack(),
        new BlueGreenRelease(),
        new CanaryPasses(),
        new CanaryIsAborted(),
        new MigrationFails(),
        new SecretIsRotated(),
        new VaultIsAway(),
        new DriftIsRepaired(),
        new ControlPlaneAway(),
        new AgentKilledInRollout(),
        new SuspendResumeUndeploy(),
        new BoutiqueComesUp(),
        new ReleaseIsPromoted(),
        new PlaneIsAsked(),
    ];

    /// <summary>Plays every step and tells of each as it ends; after one that does not hold the rest is not played.</summary>
    public static async IAsyncEnumerable<StepOutcome> PlayAsync(Stage stage, [EnumeratorCancellation] CancellationToken ct)
    {
        var held = true;
        foreach (var (index, step) in Steps.Index())
        {
            var outcome = held
                ? await PlayAsync(index + 1, step, stage, ct)
                : new StepOutcome(index + 1, step.Title, false, TimeSpan.Zero, "not played: a step before it did not hold");
            held = outcome.Ok;
            yield return outcome;
        }
    }

    private static async Task<StepOutcome> PlayAsync(int number, IStep step, Stage stage, CancellationToken ct)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(StepLimit);
        try
        {
            var detail = await step.PlayAsync(stage, limit.Token);
            return new StepOutcome(number, step.Title, true, TimeProvider.System.GetElapsedTime(started), detail);
        }
        catch (Exception failure) when (failure is StoryException or HttpRequestException or IOException)
        {
            return new StepOutcome(number, step.Title, false, TimeProvider.System.GetElapsedTime(started), failure.Message);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            var detail = $"not done within {StepLimit.TotalSeconds:0} s";
            return new StepOutcome(number, step.Title, false, TimeProvider.System.GetElapsedTime(started), detail);
        }
    }
}
