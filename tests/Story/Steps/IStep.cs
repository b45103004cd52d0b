using Pdp.Story.Staging;

namespace Pdp.Story.Steps;

/// <summary>One step of the story.</summary>
public interface IStep
{
    /// <summary>What it claims, in one line.</summary>
    string Title { get; }

    /// <summary>Plays it on the stage as the steps before left it.</summary>
    /// <returns>The figures, in one line.</returns>
    /// <exception cref="StoryException">The claim does not hold.</exception>
    Task<string> PlayAsync(Stage stage, CancellationToken ct);
}
