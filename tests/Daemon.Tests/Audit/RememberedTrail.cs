using System.Collections.Concurrent;
using Pdp.Core.Ports;

namespace Pdp.Daemon.Tests.Audit;

/// <summary>A trail that is only remembered.</summary>
internal sealed class RememberedTrail : IAuditTrail
{
    private readonly ConcurrentQueue<AuditEvent> _all = new();

    public IReadOnlyList<AuditEvent> All => [.. _all];

    public IEnumerable<AuditEvent> Of(string kind, string name, string action) =>
        All.Where(e => e.Action == action && e.Object!.StartsWith($"{kind}/") && e.Object.EndsWith($"/{name}"));

    public Task RecordAsync(AuditEvent happened)
    {
        _all.Enqueue(happened);
        return Task.CompletedTask;
    }
}
