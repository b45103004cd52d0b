using Pdp.Story;
using Pdp.Story.Staging;

namespace Pdp.EndToEnd.MainJob;

/// <summary>The story, played once for all tests of its collection; its processes stay up for the cases beyond it.</summary>
public sealed class PlayedStory : IAsyncLifetime
{
    private readonly List<StepOutcome> _outcomes = [];

    /// <summary>The processes.</summary>
    public Stage Stage { get; } = new(StageFromEnvironment.Options());

    /// <summary>What became of each step.</summary>
    public IReadOnlyList<StepOutcome> Outcomes => _outcomes;

    public async ValueTask InitializeAsync()
    {
        await foreach (var outcome in StoryPlayer.PlayAsync(Stage, TestContext.Current.CancellationToken))
        {
            _outcomes.Add(outcome);
        }

        Stage.KeepDirectory = _outcomes.Exists(outcome => !outcome.Ok);
    }

    public ValueTask DisposeAsync() => Stage.DisposeAsync();
}
