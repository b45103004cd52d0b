using Pdp.Cutter.Play;

namespace Pdp.EndToEnd.Delivery;

/// <summary>
/// The real processes over lines that cut, stall, lose and corrupt, while they are killed and held themselves: a handful of seeds. More of
/// them, and longer: <c>dotnet run --project tests/Cutter -- --seeds 50</c>.
/// </summary>
public sealed class BadLineTests
{
    private static readonly TimeSpan _length = TimeSpan.FromSeconds(6);

    [Theory]
    [InlineData(1, WayOut.Direct, false)]
    [InlineData(2, WayOut.Proxy, true)]
    [InlineData(3, WayOut.ProxyWithCredentials, false)]
    public async Task Nothing_is_lost_and_nothing_repeated_whatever_the_line_does(int seed, WayOut wayOut, bool hasStandby)
    {
        var options = new PlayOptions { Seed = seed, Length = _length, WayOut = wayOut, HasStandby = hasStandby };

        var result = await Player.PlayAsync(options, TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper?.WriteLine(result.ToString());
        Assert.True(result.Violations.Count == 0, result.ToString());
        Assert.InRange(result.Faults, 3, int.MaxValue);
    }
}
