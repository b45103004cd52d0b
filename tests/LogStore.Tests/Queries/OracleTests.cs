using FsCheck;
using FsCheck.Fluent;
using Pdp.Core.Logs;
using Pdp.LogStore.Queries;
using Pdp.LogStore.Tests.Support;

namespace Pdp.LogStore.Tests.Queries;

/// <summary>Whatever is stored and asked, in whatever pieces, with restarts between: the answer is the plain list's.</summary>
public sealed class OracleTests
{
    private static readonly string?[] Searches =
    [
        null, null, "", "order", "ORDER", "order payment", "refused -timeout", "pay*", "/api/orders", "order_id", "größe", "GRÖSSE", "日本語", "id=42", "-order", "/or?der/",
        "/u1[0-9]/", "u7", "nothing", "stock timeout 500",
    ];

    [Fact]
    public void Answers_are_those_of_a_plain_list() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => PlayAsync(seed)).Check(Config.QuickThrowOnFailure.WithMaxTest(12));

    private static async Task PlayAsync(int seed)
    {
        var random = new Random(seed);
        await using var open = new OpenStore(options => options with { SegmentSpan = TimeSpan.FromMinutes(1) });
        var oracle = new Oracle();
        LogSource[] sources =
        [
            Lines.Source(), Lines.Source("web-2"), Lines.Source("api-1", "api"), Lines.Source("api-1", "api", "dev"), Lines.Source("job-1", "job", project: "stock"),
        ];
        for (var step = 0; step < 40; step++)
        {
            var batches = random.GetItems(sources, random.Next(1, 4)).Distinct()
                .Select(source => new SourceBatch(source, [.. Enumerable.Range(0, random.Next(0, 120)).Select(_ => Lines.Any(random))], null)).ToList();
            await open.Store.AppendAsync(batches, CancellationToken.None);
            foreach (var batch in batches) oracle.Add(batch.Source, batch.Entries);
            if (random.Next(6) == 0) open.Time.Advance(TimeSpan.FromMinutes(2));
            if (random.Next(15) == 0) await open.ReopenAsync();
        }

        for (var i = 0; i < 25; i++)
        {
            var query = AnyQuery(random, sources);
            var expected = oracle.Answer(query);
            var actual = await PagesAsync(open.Store, query, random);
            Assert.True(expected.SequenceEqual(actual), $"seed {seed}: {query}: expected {expected.Count}, got {actual.Count}");
        }
    }

    private static async Task<List<StoredEntry>> PagesAsync(SegmentedLogStore store, LogQuery query, Random random)
    {
        var all = new List<StoredEntry>();
        var limit = random.Next(5) == 0 ? 7 : 500;
        for (string? cursor = null; ;)
        {
            var page = await store.QueryAsync(query with { Cursor = cursor, Limit = limit }, CancellationToken.None);
            all.AddRange(page.Entries);
            if ((cursor = page.Next) is null) return all;
        }
    }

    private static LogQuery AnyQuery(Random random, LogSource[] sources)
    {
        var source = random.GetItems(sources, 1)[0];
        var (from, to) = (random.Next(0, 400), random.Next(1, 400));
        return new LogQuery
        {
            Start = random.Next(2) == 0 ? DateTimeOffset.MinValue : Lines.Start.AddMilliseconds(from),
            End = random.Next(2) == 0 ? DateTimeOffset.MaxValue : Lines.Start.AddMilliseconds(from + to),
            Scopes = random.Next(4) switch
            {
                0 => [new LogScope(Component: source.Component)],
                1 => [new LogScope("acme", source.Project, source.Environment, source.Component, source.Pod, "main")],
                2 => [new LogScope(Component: source.Component), new LogScope(Pod: random.GetItems(sources, 1)[0].Pod)],
                _ => [LogScope.Any],
            },
            Levels = random.Next(2) == 0 ? [] : [Severity.Error, (Severity)random.Next(0, 7)],
            Search = random.GetItems(Searches, 1)[0],
            Order = (SortOrder)random.Next(0, 3),
        };
    }
}
