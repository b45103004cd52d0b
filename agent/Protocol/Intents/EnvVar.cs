namespace Pdp.Protocol.Intents;

/// <summary>An environment variable with exactly one source.</summary>
public sealed record EnvVar : ValueSource
{
    /// <summary>The variable's name.</summary>
    public required string Name { get; init; }
}
