namespace Pdp.Protocol.Intents;

/// <summary>A file with exactly one source.</summary>
public sealed record FileMount : ValueSource
{
    /// <summary>Absolute path in the container.</summary>
    public required string Path { get; init; }
}
