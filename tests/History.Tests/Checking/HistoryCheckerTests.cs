using FsCheck;
using FsCheck.Fluent;
using Pdp.History.Checking;
using Pdp.History.Events;
using Pdp.History.Recording;
using Pdp.History.Tests.Support;

namespace Pdp.History.Tests.Checking;

public sealed class HistoryCheckerTests
{
    private static readonly Gen<int[]> _deeds =
        from count in Gen.Choose(0, 120)
        from deeds in Gen.Choose(0, (3 * LawfulWorld.Deeds) - 1).ArrayOf(count)
        select deeds;

    [Fact]
    public void A_lawful_world_breaks_no_rule() => ForAll(records =>
        Assert.Empty(HistoryChecker.Check(records).Select(violation => violation.ToString())));

    [Fact]
    public void An_answer_without_its_write_is_always_found() => ForAll(records =>
    {
        if (records.LastOrDefault(record => record.Event is IntentStored) is { } stored)
            Assert.NotEmpty(HistoryChecker.Check(Without(records, stored)));
    });

    [Fact]
    public void A_write_that_comes_once_more_out_of_nowhere_is_always_found() => ForAll(records =>
    {
        foreach (var written in records.Where(record => record.Event is ObjectWritten))
            Assert.NotEmpty(HistoryChecker.Check(Numbered(records.Append(written))));
    });

    [Fact]
    public void An_accepted_change_that_went_nowhere_is_always_found() => ForAll(records =>
    {
        var lost = new HistoryRecord(0, default, "operator", new IntentAccepted("a", 1000));
        var end = records.TakeWhile(record => record.Event is not Settled).Count();
        Assert.NotEmpty(HistoryChecker.Check(Numbered([.. records.Take(end), lost, .. records.Skip(end)])));
    });

    [Fact]
    public void A_violation_shows_the_records_that_prove_it()
    {
        var tale = Tale.Of(new IntentStored("a", 2), new IntentStored("a", 1));

        var violation = Assert.Single(HistoryChecker.Check(tale.Records));

        Assert.Equal(
            """
            no older generation after a newer one in the journal: a: generation 1 was stored after 2
                #1 03:04:05.000 agent-a/1 {"kind":"intentStored","intent":"a","generation":2,"hash":"","term":0}
                #2 03:04:05.000 agent-a/1 {"kind":"intentStored","intent":"a","generation":1,"hash":"","term":0}
            """,
            violation.ToString(),
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void An_empty_history_breaks_no_rule() => Assert.Empty(HistoryChecker.Check([]));

    private static void ForAll(Action<IReadOnlyList<HistoryRecord>> check) =>
        Prop.ForAll(_deeds.ToArbitrary(), deeds =>
        {
            var world = new LawfulWorld();
            foreach (var deed in deeds) world.Do(deed);
            check(world.End().Records);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    private static IReadOnlyList<HistoryRecord> Without(IReadOnlyList<HistoryRecord> records, HistoryRecord record) =>
        Numbered(records.Where(other => other != record));

    private static IReadOnlyList<HistoryRecord> Numbered(IEnumerable<HistoryRecord> records) =>
        [.. records.Select((record, index) => record with { Number = index + 1 })];
}
