using Pdp.History.Events;
using Pdp.History.Invariants;
using Pdp.History.Tests.Support;

namespace Pdp.History.Tests.Invariants;

public sealed class StatusReachesStubTests
{
    private static readonly StatusFacts _healthy = new("Healthy", 1, 1);
    private static readonly HeldByJournal _truth = new("a", 1, "", false, _healthy);

    [Fact]
    public void The_same_status_on_both_sides_is_well() => Assert.Null(Believing(_healthy with { }).Breaks<StatusReachesStub>());

    [Fact]
    public void Nothing_is_said_before_all_has_settled() =>
        Assert.Null(Tale.Of(new StubHolds(0, [Known(null)]), new JournalHolds(0, [_truth])).Breaks<StatusReachesStub>());

    [Fact]
    public void What_another_control_plane_made_is_not_judged() => Assert.Null(new Tale().Ends([_truth], []).Breaks<StatusReachesStub>());

    [Fact]
    public void What_was_removed_and_reported_gone_is_well() =>
        Assert.Null(new Tale().Ends([], [Known(null) with { IsRemoval = true }]).Breaks<StatusReachesStub>());

    [Fact]
    public void A_status_that_is_behind_is_found() => Assert.Contains(
        "believes Progressing at generation 1 (runs 0, failed 0), but the plane says Healthy",
        Believing(new StatusFacts("Progressing", 1)).Breaks<StatusReachesStub>());

    [Fact]
    public void A_status_that_never_came_is_found() => Assert.Contains("believes nothing", Believing(null).Breaks<StatusReachesStub>());

    [Fact]
    public void A_status_of_what_is_gone_is_found() =>
        Assert.Contains("does not hold the intent", new Tale().Ends([], [Known(_healthy)]).Breaks<StatusReachesStub>());

    private static Tale Believing(StatusFacts? status) => new Tale().Ends([_truth], [Known(status)]);

    private static HeldByStub Known(StatusFacts? status) => new("a", 1, "", false, 1, status);
}
