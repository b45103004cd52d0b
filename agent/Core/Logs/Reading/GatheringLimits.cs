namespace Pdp.Core.Logs.Reading;

/// <summary>What is taken of a container's lines.</summary>
public sealed record GatheringLimits
{
    /// <summary>Longest message, characters; 1,000 or more. The rest is cut and the cut is told in the message.</summary>
    public int MessageChars { get; init; } = 32 * 1024;

    /// <summary>Most lines that are joined to one entry; 1 or more.</summary>
    public int JoinedLines { get; init; } = 500;

    /// <summary>Lines a second of one container in the long run; 1 or more. What is beyond is dropped, counted, and its place marked.</summary>
    public double LinesPerSecond { get; init; } = 5_000;

    /// <summary>Lines of one container at once; 1 or more.</summary>
    public double Burst { get; init; } = 50_000;
}
