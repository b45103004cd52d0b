using Pdp.Cutter.Play;
using Pdp.History.Checking;
using Pdp.History.Events;
using Pdp.History.Recording;

namespace Pdp.EndToEnd.Delivery;

/// <summary>
/// The real processes over lines that cut, stall, lose and corrupt, while they are killed and held themselves: a handful of seeds. More of
/// them, and longer: <c>dotnet run --project tests/Cutter -- --seeds 50</c>.
/// </summary>
[Lasts(150)]
public sealed class BadLineTests
{
    private static readonly TimeSpan _length = TimeSpan.FromSeconds(5);

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
        Assert.Equal(wayOut == WayOut.Direct, result.Tunnels == 0);
        Assert.NotEmpty(HistoryChecker.Check(WithoutItsLastWrite(result.Records)));
    }

    // A history nothing can be taken from unnoticed has been judged by more than its length.
    private static IReadOnlyList<HistoryRecord> WithoutItsLastWrite(IReadOnlyList<HistoryRecord> records)
    {
        var last = records.Last(record => record.Event is IntentStored);
        return [.. records.Where(record => record != last).Select((record, index) => record with { Number = index + 1 })];
    }
}
