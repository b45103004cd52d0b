namespace Pdp.Protocol.Intents;

/// <summary>A revision that ran.</summary>
/// <param name="Generation">Its generation.</param>
/// <param name="Release">Its release.</param>
/// <param name="Result">How it ended: <c>Healthy</c>, <c>RolledBack</c> …</param>
/// <param name="At">When, UTC.</param>
/// <param name="Message">Why, for people.</param>
public sealed record RevisionRecord(long Generation, string? Release, string Result, DateTimeOffset At, string Message = "")
{
    /// <summary>Its images with their digests; the same release is given the same ones again.</summary>
    public IReadOnlyList<ImageStatus> Images { get; init => field = value ?? []; } = [];
}
