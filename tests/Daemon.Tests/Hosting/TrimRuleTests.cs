using Pdp.Daemon.Hosting;

namespace Pdp.Daemon.Tests.Hosting;

public sealed class TrimRuleTests
{
    private readonly TrimRule _rule = new();

    [Fact]
    public void It_is_due_once_after_much_work_when_it_is_quiet()
    {
        Assert.False(_rule.IsDue(TrimRule.Much, isBusy: false));

        Assert.True(_rule.IsDue(TrimRule.Much + 1, isBusy: false));

        Assert.False(_rule.IsDue(TrimRule.Much + 2, isBusy: false));
    }

    [Fact]
    public void It_waits_while_there_is_work_or_much_is_allocated()
    {
        _rule.IsDue(TrimRule.Much, isBusy: true);
        Assert.False(_rule.IsDue(TrimRule.Much, isBusy: true));
        Assert.False(_rule.IsDue(TrimRule.Much + TrimRule.Little + 1, isBusy: false));

        Assert.True(_rule.IsDue(TrimRule.Much + TrimRule.Little + 2, isBusy: false));
    }

    [Fact]
    public void What_is_allocated_at_rest_is_worth_it_only_when_it_has_become_much()
    {
        var allocated = 0L;
        var trims = 0;
        while (allocated < 3 * TrimRule.Much)
        {
            allocated += TrimRule.Little;
            if (_rule.IsDue(allocated, isBusy: false)) trims++;
        }

        Assert.Equal(3, trims);
    }
}
