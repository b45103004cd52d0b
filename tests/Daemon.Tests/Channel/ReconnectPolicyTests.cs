using Pdp.Daemon.Channel;
using Pdp.Protocol.Frames;

namespace Pdp.Daemon.Tests.Channel;

public sealed class ReconnectPolicyTests
{
    private static readonly ReconnectPolicy _policy = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 1)]
    [InlineData(1.5, 1.5)]
    [InlineData(32, 32)]
    [InlineData(60, 60)]
    [InlineData(61, 60)]
    [InlineData(1e9, 60)]
    public void The_cap_is_as_long_as_the_trouble_up_to_the_longest(double troubled, double cap)
    {
        var since = TimeSpan.FromSeconds(troubled);
        Assert.Equal(TimeSpan.Zero, _policy.Delay(since, null, null, 0));
        Assert.Equal(TimeSpan.FromSeconds(cap / 2), _policy.Delay(since, null, null, 0.5));
        Assert.InRange(_policy.Delay(since, null, null, 0.999999), TimeSpan.FromSeconds(cap * 0.99), TimeSpan.FromSeconds(cap));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 6)]
    [InlineData(20, 40)]
    [InlineData(600, 660)]
    public void Nobody_of_a_fleet_stays_away_longer_than_the_trouble_once_more(double outage, double longest)
    {
        var random = new Random(7);
        var back = Enumerable.Range(0, 10_000).Select(_ =>
        {
            var now = TimeSpan.Zero;
            var dials = 0;
            do
            {
                now += _policy.Delay(now, null, null, random.NextDouble());
                dials++;
            }
            while (now.TotalSeconds < outage);
            // Nor does it dial without end: pauses grow with the trouble, a minute of it costs a dozen dials.
            Assert.InRange(dials, 1, 40 + (outage / 10));
            return now;
        }).Max();
        Assert.InRange(back.TotalSeconds, outage, longest);
    }

    [Fact]
    public void The_server_may_set_other_bounds()
    {
        var pacing = new ReconnectPacing(10, 300);

        Assert.Equal(TimeSpan.FromSeconds(5), _policy.Delay(TimeSpan.Zero, pacing, null, 0.5));
        Assert.Equal(TimeSpan.FromSeconds(150), _policy.Delay(TimeSpan.FromHours(1), pacing, null, 0.5));
    }

    [Fact]
    public void Nothing_is_shorter_than_the_pause_asked_for_and_only_a_first_delays_jitter_comes_on_top()
    {
        Assert.Equal(TimeSpan.FromSeconds(30), _policy.Delay(TimeSpan.Zero, null, TimeSpan.FromSeconds(30), 0));
        Assert.Equal(TimeSpan.FromSeconds(30.5), _policy.Delay(TimeSpan.FromHours(1), null, TimeSpan.FromSeconds(30), 0.5));
    }
}
