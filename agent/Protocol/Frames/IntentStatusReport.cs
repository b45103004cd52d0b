using Pdp.Protocol.Intents;

namespace Pdp.Protocol.Frames;

/// <summary>The newest status of one intent.</summary>
/// <param name="Id">The intent.</param>
/// <param name="Status">
/// Its status; null or absent when the agent holds the intent no more: it has removed it and all it made, or somebody deleted it by hand.
/// </param>
/// <param name="Traceparent">The trace of what it tells of, see <see cref="Tracing.TraceContext"/>; ignored when it is not well formed.</param>
/// <param name="Tracestate">What goes with it.</param>
public sealed record IntentStatusReport(string Id, IntentStatus? Status, string? Traceparent = null, string? Tracestate = null);
