using Pdp.Daemon.Channel;
using Pdp.Protocol.Frames;

namespace Pdp.Daemon.Tests.Channel;

public sealed class ReconnectPolicyTests
{
    private static readonly ReconnectPolicy _policy = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(5, 32)]
    [InlineData(6, 60)]
    [InlineData(7, 60)]
    [InlineData(int.MaxValue, 60)]
    public void The_cap_doubles_up_to_the_longest(int failures, double cap)
    {
        Assert.Equal(TimeSpan.Zero, _policy.Delay(failures, null, null, 0));
        Assert.Equal(TimeSpan.FromSeconds(cap / 2), _policy.Delay(failures, null, null, 0.5));
        Assert.InRange(_policy.Delay(failures, null, null, 0.999999), TimeSpan.FromSeconds(cap * 0.99), TimeSpan.FromSeconds(cap));
    }

    [Fact]
    public void The_server_may_set_other_bounds()
    {
        var pacing = new ReconnectPacing(10, 300);

        Assert.Equal(TimeSpan.FromSeconds(5), _policy.Delay(0, pacing, null, 0.5));
        Assert.Equal(TimeSpan.FromSeconds(150), _policy.Delay(9, pacing, null, 0.5));
    }

    [Fact]
    public void Nothing_is_shorter_than_the_pause_asked_for_and_only_a_first_delays_jitter_comes_on_top()
    {
        Assert.Equal(TimeSpan.FromSeconds(30), _policy.Delay(0, null, TimeSpan.FromSeconds(30), 0));
        Assert.Equal(TimeSpan.FromSeconds(30.5), _policy.Delay(7, null, TimeSpan.FromSeconds(30), 0.5));
    }
}
