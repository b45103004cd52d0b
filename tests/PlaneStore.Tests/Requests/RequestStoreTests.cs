using Pdp.Core.Logs;
using Pdp.PlaneStore.Requests;
using Pdp.PlaneStore.Tests.Support;
using Pdp.Testing;

namespace Pdp.PlaneStore.Tests.Requests;

public sealed class RequestStoreTests : IDisposable
{
    private static readonly RequestPlace _web = new("acme", "shop", "prod", "web");
    private static readonly TimeSpan _period = TimeSpan.FromSeconds(30);
    private static readonly (double, double)[] _buckets = [(0.1, 4), (double.PositiveInfinity, 5)];

    private readonly TempDirectory _directory = new();
    private readonly ManualTimeProvider _time = new();
    private readonly SeenByStore _seen = new();
    private readonly DateTimeOffset _start;

    public RequestStoreTests() => _start = _time.GetUtcNow();

    [Fact]
    public void A_step_adds_up_what_was_counted_and_over_how_long_also_after_a_restart()
    {
        using (var store = Open())
        {
            Count(store, Of("/cart", 10, 1), Of("/", 1, null));
            Count(store, Of("/cart", 20, 2));
        }
        using var again = Open();
        Count(again, Of("/cart", 5, null));

        var series = Query(again, new LogScope("acme")).OrderBy(one => one.Endpoint["path"], StringComparer.Ordinal).ToList();
        Assert.Equal(["/", "/cart"], series.Select(one => one.Endpoint["path"]));
        Assert.Equal((1, null, 30), (series[0].Steps[0].Requests, series[0].Steps[0].Errors, series[0].Steps[0].Seconds));
        Assert.Equal([(_start.ToUnixTimeMilliseconds(), 60.0, 30.0, (double?)3), (_start.AddMinutes(1).ToUnixTimeMilliseconds(), 30.0, 5.0, null)],
            series[1].Steps.Select(step => (step.Time, step.Seconds, step.Requests, step.Errors)));
        Assert.Equal([(0.1, 8), (double.PositiveInfinity, 10)], series[1].Steps[0].Buckets);
    }

    [Fact]
    public void A_scope_sees_no_other()
    {
        using var store = Open();
        Count(store, Of("/cart", 1, 0), Of("/cart", 2, 0) with { Place = _web with { Organization = "rival" } });

        Assert.Equal("acme", Assert.Single(Query(store, new LogScope("acme"))).Place.Organization);
        Assert.Empty(Query(store));
        Assert.Empty(Query(store, new LogScope("acme' or '1'='1")));
        Assert.Equal(2, Query(store, LogScope.Any).Count);
    }

    [Fact]
    public void What_is_too_old_goes_and_its_endpoints_with_it()
    {
        using var store = Open(maxAge: TimeSpan.FromMinutes(10));
        Count(store, Of("/old", 1, 0));
        _time.Advance(TimeSpan.FromMinutes(9));
        Count(store, Of("/new", 1, 0));
        _time.Advance(TimeSpan.FromMinutes(2));

        store.Tidy();

        Assert.Equal("/new", Assert.Single(Query(store, LogScope.Any)).Endpoint["path"]);
        Assert.Equal(1, _seen.DroppedEntries);
    }

    [Fact]
    public void What_is_too_much_goes_the_oldest_first()
    {
        using var store = Open(maxBytes: 1 << 20);
        for (var i = 0; i < 100; i++)
        {
            Count(store, [.. Enumerable.Range(0, 40).Select(path => Of($"/{path}", i, 0) with { Buckets = [.. Enumerable.Range(0, 30).Select(bound => ((double)bound, 1.0))] })]);
            _time.Advance(TimeSpan.FromMinutes(1));
        }
        store.Tidy();

        Assert.InRange(store.Bytes, 1, 1 << 20);
        Assert.Equal(99, Query(store, LogScope.Any)[0].Steps[^1].Requests);
    }

    public void Dispose() => _directory.Dispose();

    private void Count(RequestStore store, params RequestCount[] counts)
    {
        store.Append(_time.GetUtcNow(), _period, counts);
        _time.Advance(_period);
    }

    private static RequestCount Of(string path, double requests, double? errors) =>
        new(_web, new Dictionary<string, string> { ["method"] = "GET", ["path"] = path }, requests, errors, _buckets);

    private IReadOnlyList<RequestSeries> Query(RequestStore store, params IReadOnlyList<LogScope> scopes) =>
        store.Query(scopes, _start, _time.GetUtcNow(), TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken).Series;

    private RequestStore Open(TimeSpan? maxAge = null, long maxBytes = 64 << 20) => RequestStore.Open(
        new PlaneStoreOptions { Directory = _directory.Path, MaxAge = maxAge ?? TimeSpan.FromDays(14), MaxBytes = maxBytes }, _time, _seen);
}
