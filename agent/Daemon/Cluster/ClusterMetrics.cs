using System.Diagnostics.Metrics;
using Pdp.Core.Ports;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Cluster;

/// <summary>Counts what the agent writes to the cluster.</summary>
internal sealed class ClusterMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Pdp.Daemon.Cluster";

    private readonly Counter<long> _writes;
    private readonly Counter<long> _statuses;
    private readonly Counter<long> _droppedEvents;
    private readonly Counter<long> _conflicts;
    private readonly Counter<long> _claims;

    public ClusterMetrics(IMeterFactory meters, ILeadership leadership)
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge(
            "pdp.agent.leader", () => leadership.IsLeader ? 1 : 0, null, "1 while this replica leads, 0 while it stands by.");
        _writes = meter.CreateCounter<long>(
            "pdp.agent.object.writes", "{write}", "Applies and deletes of managed objects, by kind and what they did.");
        _statuses = meter.CreateCounter<long>("pdp.agent.intent.status.writes", "{write}", "Writes of an Intent's status.");
        _conflicts = meter.CreateCounter<long>(
            "pdp.agent.write.conflicts", "{write}", "Writes refused because the object had changed since it was read, by kind.");
        _claims = meter.CreateCounter<long>(
            "pdp.agent.fence.claims", "{object}", "Objects taken charge of from a leader that had died, by kind.");
        _droppedEvents = meter.CreateCounter<long>(
            "pdp.agent.events.dropped", "{event}", "Kubernetes events not written: too many at once, or refused.");
    }

    /// <summary>An object was written, or was not.</summary>
    public void Applied(string kind, ApplyAction action) =>
        _writes.Add(1, new KeyValuePair<string, object?>("kind", kind), new KeyValuePair<string, object?>("action", action));

    /// <summary>A write was refused, for the object had changed.</summary>
    public void Conflicted(string kind) => _conflicts.Add(1, new KeyValuePair<string, object?>("kind", kind));

    /// <summary>An object was taken charge of.</summary>
    public void Claimed(string kind) => _claims.Add(1, new KeyValuePair<string, object?>("kind", kind));

    /// <summary>A status was written.</summary>
    public void StatusWritten() => _statuses.Add(1);

    /// <summary>An event was dropped.</summary>
    public void EventDropped() => _droppedEvents.Add(1);
}
