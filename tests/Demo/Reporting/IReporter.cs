using Pdp.Story;
using Pdp.Story.Staging;

namespace Pdp.Demo.Reporting;

/// <summary>Tells of the story as it is played.</summary>
internal interface IReporter
{
    /// <summary>Runs the story and tells of each step as it ends.</summary>
    /// <returns>Whether every step held.</returns>
    Task<bool> PlayAsync(IAsyncEnumerable<StepOutcome> story, CancellationToken ct);

    /// <summary>Everything held, and the processes stay up.</summary>
    void StaysUp(Stage stage);

    /// <summary>A step did not hold: what the processes said last, and where the rest is.</summary>
    void Failed(Stage stage);
}
