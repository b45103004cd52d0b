namespace Pdp.Testing.Otlp;

/// <summary>A span as a collector got it.</summary>
/// <param name="Service">Who sent it.</param>
/// <param name="Name">Its name.</param>
/// <param name="TraceId">Lower-case hex.</param>
/// <param name="SpanId">Lower-case hex.</param>
/// <param name="ParentId">Lower-case hex; empty for a root.</param>
/// <param name="Tags">Its attributes, as text.</param>
/// <param name="Events">Names and attributes of its events.</param>
/// <param name="Links">Trace ids of its links.</param>
public sealed record ReceivedSpan(
    string Service,
    string Name,
    string TraceId,
    string SpanId,
    string ParentId,
    IReadOnlyDictionary<string, string> Tags,
    IReadOnlyList<(string Name, IReadOnlyDictionary<string, string> Tags)> Events,
    IReadOnlyList<string> Links)
{
    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset EndedAt { get; init; }

    /// <summary>Whether it says that it failed.</summary>
    public bool IsError { get; init; }
}
