namespace Pdp.Protocol.Intents;

/// <summary>How many replicas run by how much they have to do.</summary>
/// <param name="Min">Fewest, 1..1000, not above <see cref="Max"/>.</param>
// Defaults other than zero are constructor parameters: the generated reader sets every init property a document leaves out to zero or
// null, and keeps a parameter's default.
public sealed record AutoscalingSpec(int Min = 1)
{
    /// <summary>Most, 1..1000.</summary>
    public required int Max { get; init; }

    /// <summary>Processor use to aim at, percent of what is requested, 1..1000; 80 when neither this nor <see cref="Memory"/> is given.</summary>
    public int? Cpu { get; init; }

    /// <summary>Memory use to aim at, percent of what is requested, 1..1000.</summary>
    public int? Memory { get; init; }
}
