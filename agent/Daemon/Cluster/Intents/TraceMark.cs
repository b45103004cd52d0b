using System.Diagnostics;
using System.Text.Json.Nodes;
using Pdp.Daemon.Tracing;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Tracing;

namespace Pdp.Daemon.Cluster.Intents;

/// <summary>
/// The trace an intent came with, kept on its resource in the write that makes it durable: whoever works it off, this process or the next, goes on with
/// that trace. Without tracing there is no such mark.
/// </summary>
internal static class TraceMark
{
    /// <summary>Annotation with the parent (W3C <c>traceparent</c>).</summary>
    public const string Traceparent = "pdp.dev/traceparent";

    /// <summary>Annotation with what goes with it (W3C <c>tracestate</c>).</summary>
    public const string Tracestate = "pdp.dev/tracestate";

    /// <summary>The trace of a resource; null where there is none.</summary>
    public static TraceContext? On(JsonObject resource) =>
        resource.Annotation(Traceparent) is { } parent ? TraceContext.Read(parent, resource.Annotation(Tracestate)) : null;

    /// <summary>Puts the trace of what is under way on a manifest.</summary>
    public static void Put(JsonObject manifest)
    {
        if (!AgentTraces.IsOn || TraceContext.Of(Activity.Current) is not { } trace) return;
        manifest.Set(trace.Traceparent, "metadata", "annotations", Traceparent);
        if (trace.Tracestate is { } state) manifest.Set(state, "metadata", "annotations", Tracestate);
    }
}
