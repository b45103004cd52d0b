namespace Pdp.Core.Logs.Reading;

/// <summary>The runs of a container there are logs of.</summary>
/// <param name="Current">Id of the present run; null before the first.</param>
/// <param name="Started">When it began, to whole seconds; null when that is not known.</param>
/// <param name="Previous">Id of the run before; null when there is none.</param>
/// <param name="IsRunning">Whether the present run goes on, as far as is known.</param>
public sealed record ContainerRun(string? Current, DateTimeOffset? Started, string? Previous, bool IsRunning = false);
