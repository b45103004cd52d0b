using Pdp.History.Events;
using Pdp.History.Invariants;
using Pdp.History.Tests.Support;

namespace Pdp.History.Tests.Invariants;

public sealed class QueuesBoundedTests
{
    [Fact]
    public void A_full_queue_is_well() => Assert.Null(Tale.Of(new QueueSampled("intake", 32, 32)).Breaks<QueuesBounded>());

    [Fact]
    public void A_queue_over_its_limit_is_found() => Assert.Equal(
        "intake of agent-b held 33; its limit is 32", new Tale().Then(new QueueSampled("intake", 33, 32), "agent-b")
            .Breaks<QueuesBounded>());
}
