using Pdp.LocalCluster.Measuring;

namespace Pdp.LocalCluster.Tests.Measuring;

public sealed class ProcessStatTests
{
    [Fact]
    public void A_name_with_spaces_and_parentheses_moves_no_field()
    {
        var stat = ProcessStat.Parse("42 (a) b (c)) S 7 42 40 0 -1 4194560 1 2 3 4 150 50 25 25 20 0 1 0 999 1000000 300 18446744073709551615 1 1\n");

        Assert.Equal(new ProcessStat(7, 40, new ProcessUsage(TimeSpan.FromSeconds(2.5), 300L * Environment.SystemPageSize)), stat);
    }

    [Theory]
    [InlineData("")]
    [InlineData("42 sh S 1")]
    [InlineData("42 (sh) S 1 2 3")]
    public void What_is_no_stat_is_none(string text) => Assert.Null(ProcessStat.Parse(text));

    [Fact]
    public void A_tree_is_the_session_and_whoever_descends_from_it_each_once()
    {
        var table = new ProcessTable(new Dictionary<int, ProcessStat>
        {
            [1] = Of(0, 1, 1000),
            [10] = Of(1, 10, 1),
            [11] = Of(10, 10, 2),
            // Lost its parent and is still of the session; has a session of its own and still a parent.
            [12] = Of(1, 10, 4),
            [13] = Of(11, 13, 8),
            [14] = Of(13, 13, 16),
            [20] = Of(1, 20, 2000),
        });

        Assert.Equal(new ProcessUsage(TimeSpan.FromSeconds(31), 31), table.TreeOf(10));
        Assert.Null(table.TreeOf(99));
    }

    [Fact]
    public void Parents_in_a_circle_end()
    {
        // Numbers are given anew while the table is read.
        var table = new ProcessTable(new Dictionary<int, ProcessStat> { [10] = Of(1, 10, 1), [11] = Of(12, 9, 2), [12] = Of(11, 9, 4) });

        Assert.Equal(1, table.TreeOf(10)!.Value.MemoryBytes);
    }

    private static ProcessStat Of(int parent, int session, long amount) => new(parent, session, new ProcessUsage(TimeSpan.FromSeconds(amount), amount));
}
