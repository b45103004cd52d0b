using System.Diagnostics;
using Pdp.Core.Plan;
using Pdp.Core.Ports;
using Pdp.Daemon.Tracing;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile;

/// <summary>The span of one run of a plan: an event for each object that was written or could not be.</summary>
internal sealed class ApplyTrace : IDisposable
{
    // A span has room for 128 events with most collectors.
    private const int MostObjects = 120;

    private readonly Activity? _span = AgentTraces.Begin("apply");
    private int _objects;

    /// <summary>What became of an object.</summary>
    public void Note(PlanStep step, ApplyAction action, ClusterException? failure)
    {
        if (_span is null || action == ApplyAction.Unchanged || Interlocked.Increment(ref _objects) > MostObjects) return;
        _span.AddEvent(new ActivityEvent("object", tags: new()
        {
            ["pdp.object"] = step.Key.ToString(),
            ["pdp.action"] = action.ToString(),
            ["pdp.reason"] = failure?.Reason.ToString(),
        }));
    }

    /// <summary>The run is over.</summary>
    public void End(ApplyRun run)
    {
        _span?.SetTag("pdp.objects", _objects).SetTag("pdp.complete", run.IsComplete);
        if (run.Failures is [var first, ..]) _span?.Reason(first.Failure.Reason);
    }

    /// <inheritdoc/>
    public void Dispose() => _span?.Dispose();
}
