using System.Diagnostics.Metrics;

namespace Pdp.Daemon.Audit;

/// <summary>Measures the audit trail.</summary>
internal sealed class AuditMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Pdp.Daemon.Audit";

    private readonly Counter<long> _written;
    private readonly Counter<long> _lost;
    private readonly Counter<long> _late;

    public AuditMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _written = meter.CreateCounter<long>("pdp.agent.audit.records", "{record}", "Events written down.");
        _lost = meter.CreateCounter<long>("pdp.agent.audit.lost", "{record}", "Events that are in no file; the trail marks them.");
        _late = meter.CreateCounter<long>("pdp.agent.audit.late", "{record}", "Events the work did not wait for any longer.");
    }

    /// <summary>Events are durable.</summary>
    public void Written(int count) => _written.Add(count);

    /// <summary>Events are in no file.</summary>
    public void Lost(int count) => _lost.Add(count);

    /// <summary>The disk took too long.</summary>
    public void Late() => _late.Add(1);
}
