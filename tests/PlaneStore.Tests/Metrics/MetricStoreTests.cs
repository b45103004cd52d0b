using Pdp.Core.Logs;
using Pdp.PlaneStore.Metrics;
using Pdp.PlaneStore.Tests.Support;
using Pdp.Testing;

namespace Pdp.PlaneStore.Tests.Metrics;

public sealed class MetricStoreTests : IDisposable
{
    private static readonly LogSource _web = new("acme", "shop", "prod", "web", "web-1", "main");
    private static readonly LogSource _other = new("rival", "shop", "prod", "web", "web-1", "main");
    private static readonly TimeSpan _period = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly TempDirectory _directory = new();
    private readonly ManualTimeProvider _time = new();
    private readonly SeenByStore _seen = new();
    private readonly DateTimeOffset _start;

    public MetricStoreTests() => _start = _time.GetUtcNow();

    [Fact]
    public void A_step_is_the_mean_of_use_and_the_newest_of_the_rest()
    {
        using var store = Open();
        foreach (var (cpu, restarts) in new (long, long)[] { (100, 0), (300, 0), (50, 2) })
        {
            store.Append([(_web, new ContainerSample(Now, cpu, Restarts: restarts))]);
            _time.Advance(_period);
        }

        var answer = store.Query(Query([new LogScope("acme")], Measure.Cpu, Measure.Restarts, Measure.Memory), Token);

        Assert.Equal([Measure.Cpu, Measure.Restarts], answer.Series.Select(series => series.Measure));
        Assert.Equal([(Ms(0), 200.0), (Ms(60), 50.0)], answer.Series[0].Points);
        Assert.Equal([(Ms(0), 0.0), (Ms(60), 2.0)], answer.Series[1].Points);
    }

    [Fact]
    public void Packed_and_loose_samples_are_one_series_also_after_a_restart()
    {
        using (var store = Open())
        {
            Sample(store, 130);
            store.Tidy();
            Sample(store, 10);
        }
        using var again = Open();

        var series = Assert.Single(again.Query(Query([LogScope.Any], Measure.Cpu) with { Step = _period }, Token).Series);
        Assert.Equal(Enumerable.Range(0, 140).Select(i => (Ms(i * 30), (double)i)), series.Points);
    }

    [Fact]
    public void A_scope_sees_no_other()
    {
        using var store = Open();
        store.Append([(_web, new ContainerSample(Now, 1)), (_other, new ContainerSample(Now, 2))]);
        _time.Advance(_period);

        Assert.Equal([_web], Sources([new LogScope("acme")]));
        Assert.Equal([_other], Sources([new LogScope("rival"), new LogScope("acme", Component: "api")]));
        Assert.Empty(Sources([]));
        Assert.Empty(Sources([new LogScope("acme' or '1'='1")]));

        IEnumerable<LogSource> Sources(IReadOnlyList<LogScope> scopes) => store.Query(Query(scopes, Measure.Cpu), Token).Series.Select(series => series.Source);
    }

    /// <summary>Ids of sources are used again: samples of a newcomer must not be shown as those of one that is gone.</summary>
    [Fact]
    public void A_container_that_went_and_one_that_came_are_two()
    {
        using var store = Open(maxAge: TimeSpan.FromHours(2));
        Sample(store, 120);
        _time.Advance(TimeSpan.FromHours(4));
        store.Tidy();
        store.Tidy();
        store.Append([(_other, new ContainerSample(Now, 7))]);
        store.Append([(_web, new ContainerSample(Now, 8))]);
        _time.Advance(_period);

        var series = store.Query(Query([LogScope.Any], Measure.Cpu), Token).Series;
        Assert.Equal([(_other, 7.0), (_web, 8.0)], series.Select(one => (one.Source, one.Points.Single().Value)).OrderBy(one => one.Item2));
        Assert.Equal(120, _seen.DroppedEntries);
    }

    [Fact]
    public void The_oldest_make_room()
    {
        using var store = Open(maxBytes: 1 << 20);
        var random = new Random(1);
        for (var hour = 0; hour < 60; hour++)
        {
            store.Append([.. Enumerable.Range(0, 1200).Select(i => (
                _web with { Pod = $"web-{i % 10}" }, new ContainerSample(Now + (i / 10 * 30_000), random.NextInt64(1L << 50), random.NextInt64(1L << 50), random.NextInt64(1L << 50))))]);
            _time.Advance(TimeSpan.FromHours(1));
            store.Tidy();
        }

        Assert.InRange(store.Bytes, 1, 1 << 20);
        Assert.True(_seen.DroppedEntries > 0);
        var newest = store.Query(Query([LogScope.Any], Measure.Cpu) with { Start = _time.GetUtcNow().AddHours(-1) }, Token).Series;
        Assert.Equal(10, newest.Count);
    }

    [Fact]
    public void A_damaged_file_is_set_aside()
    {
        Open().Dispose();
        File.WriteAllText(_directory.Combine("metrics.db"), new string('x', 10_000));

        using var store = Open();
        store.Append([(_web, new ContainerSample(Now, 1))]);
        _time.Advance(_period);

        Assert.Equal([_directory.Combine("metrics.db.damaged")], _seen.Aside);
        Assert.Single(store.Query(Query([LogScope.Any], Measure.Cpu), Token).Series);
    }

    [Fact]
    public void The_file_of_another_program_is_not_taken_for_ours()
    {
        File.Copy(ForeignFile(), _directory.Combine("metrics.db"));
        using var store = Open();

        Assert.Single(_seen.Aside);
    }

    [Fact]
    public void Too_many_points_are_refused()
    {
        using var store = Open();

        var wrong = Assert.Throws<ArgumentException>(() => store.Query(Query([LogScope.Any], Measure.Cpu) with { Start = _start.AddDays(-365), Step = TimeSpan.FromSeconds(1) }, Token));
        Assert.Contains("step: must leave at most 11000 points", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_containers_than_are_answered_are_told()
    {
        using var store = Open();
        store.Append([.. Enumerable.Range(0, 5).Select(i => (_web with { Pod = $"web-{i}" }, new ContainerSample(Now + i, 1)))]);
        _time.Advance(_period);

        var answer = store.Query(Query([LogScope.Any], Measure.Cpu) with { MostContainers = 2 }, Token);
        Assert.True(answer.IsPartial);
        Assert.Equal(["web-4", "web-3"], answer.Series.Select(series => series.Source.Pod));
        Assert.Equal(["web-4", "web-3", "web-2"], store.Pods([LogScope.Any], _start, 3));
    }

    public void Dispose() => _directory.Dispose();

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private long Ms(int seconds) => _start.AddSeconds(seconds).ToUnixTimeMilliseconds();

    private string ForeignFile()
    {
        using var foreign = Events.EventStoreTests.Open(_directory.Combine("foreign"), _time, _seen);
        return _directory.Combine("foreign", "events.db");
    }

    private void Sample(MetricStore store, int count)
    {
        for (var i = 0; i < count; i++)
        {
            store.Append([(_web, new ContainerSample(Now, (Now - Ms(0)) / 30_000))]);
            _time.Advance(_period);
        }
    }

    private MetricQuery Query(IReadOnlyList<LogScope> scopes, params IReadOnlyList<Measure> measures) => new()
    {
        Scopes = scopes,
        Start = _start,
        End = _time.GetUtcNow(),
        Step = TimeSpan.FromMinutes(1),
        Measures = measures,
    };

    private MetricStore Open(TimeSpan? maxAge = null, long maxBytes = 64 << 20) => MetricStore.Open(
        new PlaneStoreOptions { Directory = _directory.Path, MaxAge = maxAge ?? TimeSpan.FromDays(14), MaxBytes = maxBytes }, _time, _seen);
}
