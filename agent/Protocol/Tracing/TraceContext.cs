using System.Buffers;
using System.Diagnostics;

namespace Pdp.Protocol.Tracing;

/// <summary>
/// Where a piece of work stands in a trace, as W3C Trace Context writes it. It only helps people to find their way: whoever sends it may have made
/// it up, so nothing is decided by it, and one that is not well formed is taken for none.
/// </summary>
/// <param name="Traceparent">Version, trace id, span id and flags, such as <c>00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01</c>.</param>
/// <param name="Tracestate">What the tracing systems on the way added; at most <see cref="MostStateChars"/> characters.</param>
public sealed record TraceContext(string Traceparent, string? Tracestate = null)
{
    /// <summary>Most characters of a state that is passed on (W3C Trace Context, 3.3.1.5).</summary>
    public const int MostStateChars = 512;

    // One of a later version may be longer.
    private const int MostParentChars = 128;

    private static readonly SearchValues<char> _printable = SearchValues.Create([.. Enumerable.Range(0x20, 0x5f).Select(c => (char)c)]);

    /// <summary>What was received; null where there is none that is well formed.</summary>
    public static TraceContext? Read(string? traceparent, string? tracestate = null)
    {
        if (traceparent is not { Length: > 0 and <= MostParentChars } || ParentOf(traceparent, null) is null) return null;
        var isState = tracestate is { Length: > 0 and <= MostStateChars } && !tracestate.AsSpan().ContainsAnyExcept(_printable);
        return new TraceContext(traceparent, isState ? tracestate : null);
    }

    /// <summary>Where a span stands; null where nothing is traced.</summary>
    public static TraceContext? Of(Activity? activity) =>
        activity is { IdFormat: ActivityIdFormat.W3C, Id: { } id } ? Read(id, activity.TraceStateString) : null;

    /// <summary>The parent of what follows from it.</summary>
    public ActivityContext ToParent() => ParentOf(Traceparent, Tracestate) ?? default;

    private static ActivityContext? ParentOf(string traceparent, string? tracestate) =>
        ActivityContext.TryParse(traceparent, tracestate, isRemote: true, out var context) && context.TraceId != default && context.SpanId != default
            ? context
            : null;
}
