namespace Pdp.Core.Logs.Reading;

/// <summary>What to read of a container next.</summary>
/// <param name="Previous">Whether of the run before the present one.</param>
/// <param name="Start">From where.</param>
/// <param name="Lost">After which position runs came and went that nothing is left of; null when none did.</param>
public sealed record ReadingPlan(bool Previous, LogPosition Start, LogPosition? Lost)
{
    /// <summary>Decides it; null while the container has not run.</summary>
    /// <param name="position">How far the container was read; null when it never was.</param>
    /// <param name="run">Its runs.</param>
    public static ReadingPlan? Next(LogPosition? position, ContainerRun run)
    {
        if (run.Current is not { } current) return null;
        if (position?.Run == current) return new ReadingPlan(false, position, null);
        if (run.Previous is not { } previous) return new ReadingPlan(false, LogPosition.StartOf(current), position);
        if (position?.Run == previous)
        {
            // A log is asked for by container, not by run: lines from after the start were of the present one, which had begun unheard.
            return run.Started is { } started && position.Newest >= started.AddSeconds(1)
                ? new ReadingPlan(false, position with { Run = current }, null)
                : new ReadingPlan(true, position, null);
        }
        return new ReadingPlan(true, LogPosition.StartOf(previous), position);
    }
}
