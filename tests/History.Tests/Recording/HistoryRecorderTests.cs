using Pdp.History.Events;
using Pdp.History.Recording;
using Pdp.Testing;

namespace Pdp.History.Tests.Recording;

public sealed class HistoryRecorderTests
{
    [Fact]
    public async Task Many_threads_write_one_history_without_gaps()
    {
        var recorder = new HistoryRecorder(TimeProvider.System);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(
            () =>
            {
                for (var i = 0; i < 500; i++) recorder.Record($"writer-{writer}", new QueueSampled("q", i, 500));
            },
            TestContext.Current.CancellationToken)));

        var records = recorder.Records();
        Assert.Equal(Enumerable.Range(1, 4000).Select(number => (long)number), records.Select(record => record.Number));
        Assert.All(
            records.GroupBy(record => record.Actor),
            own => Assert.Equal(Enumerable.Range(0, 500), own.Select(record => (int)((QueueSampled)record.Event).Length)));
    }

    [Fact]
    public void Records_bear_the_time_they_were_made_at()
    {
        var time = new ManualTimeProvider();
        var recorder = new HistoryRecorder(time);
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(time.GetUtcNow(), recorder.Record("x", new Settled()).At);
        Assert.Equal(1, recorder.Newest);
    }

    [Fact]
    public void A_full_history_takes_no_more()
    {
        var recorder = new HistoryRecorder(TimeProvider.System, limit: 1);
        recorder.Record("x", new Settled());

        Assert.Throws<InvalidOperationException>(() => recorder.Record("x", new Settled()));
        Assert.Single(recorder.Records());
    }

    [Fact]
    public void An_incarnation_is_no_part_of_a_name() =>
        Assert.Equal("agent-a", new HistoryRecord(1, default, "agent-a/3", new Settled()).Name);
}
