namespace Pdp.Protocol.Intents;

/// <summary>One step of a blue-green or canary rollout; exactly one member is set. It begins when the step before is done and its pods are healthy.</summary>
public sealed record RolloutStep
{
    /// <summary>Percent of the requests the new revision gets from here on; 0..100.</summary>
    public int? Weight { get; init; }

    /// <summary>Seconds to stay here; 1..604800.</summary>
    public int? PauseSeconds { get; init; }

    /// <summary>Names of the analyses that must hold.</summary>
    public IReadOnlyList<string>? Analysis { get; init; }

    /// <summary>Name of the approval to wait for.</summary>
    public string? Approval { get; init; }

    /// <summary>Name of the test that must succeed.</summary>
    public string? Test { get; init; }
}

/// <summary>Lets one revision pass an approval step. Of another revision it says nothing.</summary>
public sealed record RolloutApproval
{
    /// <summary>The name the step gives.</summary>
    public required string Name { get; init; }

    /// <summary>The revision, as <see cref="RolloutStatus.Revision"/> tells it.</summary>
    public required string Revision { get; init; }
}
