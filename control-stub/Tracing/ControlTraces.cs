using System.Diagnostics;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Tracing;

namespace Pdp.ControlStub.Tracing;

/// <summary>The spans of the control plane: the beginning of a deployment's trace, and what its plane says of it. They hold ids and phases, no documents.</summary>
internal static class ControlTraces
{
    /// <summary>Name of the source.</summary>
    public const string SourceName = "Pdp.Control";

    /// <summary>Name of the source whose spans are the requests.</summary>
    public const string RequestsName = "Microsoft.AspNetCore";

    private static readonly ActivitySource _source = new(SourceName);

    /// <summary>
    /// The trace that what is done now belongs to, for whoever goes on with it later. A request that nobody traces, neither its sender nor this process, has
    /// none.
    /// </summary>
    public static TraceContext? Here => Activity.Current is { } current && (current.Recorded || current.ParentId is not null) ? TraceContext.Of(current) : null;

    /// <summary>Begins a part of a request.</summary>
    public static Activity? Begin(string name, string plane) => _source.StartActivity(name)?.SetTag("pdp.plane", plane);

    /// <summary>An intent is sent to its plane.</summary>
    public static Activity? Send(string plane, IntentRecord intent) =>
        intent.Trace is { } trace
            ? About(_source.StartActivity("send", ActivityKind.Producer, trace.ToParent()), plane, intent.Id)?.SetTag("pdp.generation", intent.Generation)
            : null;

    /// <summary>A plane said something new of an intent.</summary>
    public static void Reported(string plane, IntentStatusReport report)
    {
        if (TraceContext.Read(report.Traceparent, report.Tracestate) is not { } trace)
            return;
        using var span = About(_source.StartActivity("report", ActivityKind.Consumer, trace.ToParent()), plane, report.Id);
        span?.SetTag("pdp.phase", report.Status?.Phase.ToString() ?? "Gone");
    }

    private static Activity? About(Activity? span, string plane, string intent) => span?.SetTag("pdp.plane", plane).SetTag("pdp.intent", intent);
}
