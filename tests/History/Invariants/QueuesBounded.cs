using Pdp.History.Checking;
using Pdp.History.Events;

namespace Pdp.History.Invariants;

/// <summary>No queue was ever longer than its limit.</summary>
internal sealed class QueuesBounded : IInvariant
{
    public string Name => "queues stay bounded";

    public IEnumerable<Violation> Check(PlaneHistory history) =>
        from record in history.Records
        let sample = record.Event as QueueSampled
        where sample is not null && sample.Length > sample.Limit
        select new Violation(Name, $"{sample.Queue} of {record.Actor} held {sample.Length}; its limit is {sample.Limit}", [record]);
}
