using FsCheck;
using FsCheck.Fluent;
using Pdp.Core.Logs;
using Pdp.Core.Logs.Reading;

namespace Pdp.Core.Tests.Logs;

public sealed class EntryGathererTests
{
    private static readonly DateTimeOffset _start = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly string[] _texts = ["one", "\tat place", "two", "{\"message\":\"three\"}", "Caused by: four", "", "five"];

    /// <summary>However often a reader is thrown away, with whatever it holds: what it resumes from gives each line once.</summary>
    [Fact]
    public void Resumed_anywhere_each_line_comes_once() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        // Several lines of one time, and now and then a clock that is set back a little.
        var at = _start;
        var log = Enumerable.Range(0, random.Next(1, 60)).Select(i =>
        {
            at = at.AddMilliseconds(random.Next(6) switch { 0 => 700, 1 => 100, 2 => -30, _ => 0 });
            return (Time: at, Text: $"{i} {random.GetItems(_texts, 1)[0]}");
        }).ToList();
        var stored = new List<LogEntry>();
        var position = LogPosition.StartOf("run");
        for (var crash = 0; crash < 5; crash++)
        {
            var gatherer = new EntryGatherer(position, new GatheringLimits());
            var until = crash == 4 ? int.MaxValue : random.Next(0, log.Count + 1);
            var since = position.Since ?? DateTimeOffset.MinValue;
            var sent = log.Where(line => line.Time >= since).Take(until).ToList();
            foreach (var (time, text) in sent)
            {
                gatherer.Add(time, text, false);
                if (random.Next(3) == 0) Store(gatherer, close: random.Next(2) == 0);
            }
            if (crash == 4) Store(gatherer, close: true);
        }

        Assert.Equal(log.Count, stored.Sum(entry => entry.Message.Split('\n').Length));
        Assert.Equal(Enumerable.Range(0, log.Count), stored.SelectMany(entry => entry.Message.Split('\n')).Select(line => int.Parse(line.Split(' ')[0])));

        void Store(EntryGatherer gatherer, bool close)
        {
            (var entries, position) = gatherer.Take(close);
            stored.AddRange(entries);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Theory]
    [InlineData("System.Exception: boom|   at Shop.Main()|   at Shop.Run()|--- End of stack trace ---|next", 2)]
    [InlineData("java.lang.IllegalStateException: no|\tat com.acme.Shop.main(Shop.java:7)|Caused by: java.io.IOException: yes|\t... 3 more|next", 2)]
    [InlineData("Traceback (most recent call last):|  File \"shop.py\", line 1, in <module>|    main()|ValueError: bad|next", 2)]
    [InlineData("panic: oh no||goroutine 1 [running]:|main.main()|\t/src/main.go:4 +0x1|exit status 2", 1)]
    [InlineData("first|second|third", 3)]
    [InlineData("{\"message\":\"a\"}|   indented", 2)]
    public void Lines_that_belong_together_are_one_entry(string lines, int entries)
    {
        var gatherer = new EntryGatherer(LogPosition.StartOf("run"), new GatheringLimits());
        foreach (var line in lines.Split('|')) gatherer.Add(_start, line, false);

        Assert.Equal(entries, gatherer.Take(close: true).Entries.Count);
    }

    [Fact]
    public void What_is_joined_has_a_bound()
    {
        var gatherer = new EntryGatherer(LogPosition.StartOf("run"), new GatheringLimits { JoinedLines = 10 });
        gatherer.Add(_start, "boom", false);
        for (var i = 0; i < 25; i++) gatherer.Add(_start, "   at place", false);

        Assert.Equal(3, gatherer.Take(close: true).Entries.Count);
    }

    [Fact]
    public void An_entry_still_open_is_not_in_the_position()
    {
        var gatherer = new EntryGatherer(LogPosition.StartOf("run"), new GatheringLimits());
        gatherer.Add(_start, "one", false);
        gatherer.Add(_start, "two", false);

        var (entries, position) = gatherer.Take(close: false);

        Assert.Equal("one", Assert.Single(entries).Message);
        Assert.Equal(new LogPosition("run", _start, 1), position);
    }

    [Fact]
    public void A_long_line_comes_in_parts_is_cut_and_counts_once()
    {
        var gatherer = new EntryGatherer(LogPosition.StartOf("run"), new GatheringLimits { MessageChars = 1000 });
        gatherer.Add(_start, new string('a', 900), true);
        gatherer.Add(null, new string('b', 900), true);
        gatherer.Add(null, "🚀", false);

        var (entries, position) = gatherer.Take(close: true);

        Assert.Equal($"{new string('a', 900)}{new string('b', 100)} … 802 more characters were cut", Assert.Single(entries).Message);
        Assert.Equal(1, position.Taken);
    }

    [Fact]
    public void What_is_too_fast_is_dropped_counted_and_marked_in_its_place()
    {
        var gatherer = new EntryGatherer(LogPosition.StartOf("run"), new GatheringLimits { LinesPerSecond = 10, Burst = 20 });
        for (var i = 0; i < 100; i++) gatherer.Add(_start, $"line {i}", false);
        gatherer.Add(_start.AddSeconds(1), "later", false);

        var (entries, position) = gatherer.Take(close: true);

        Assert.Equal(22, entries.Count);
        Assert.Equal(("line 19", 80L, "later"), (entries[19].Message, entries[20].Missing, entries[21].Message));
        Assert.Equal(1, position.Taken);
    }

    [Fact]
    public void What_is_read_late_is_not_too_fast()
    {
        var gatherer = new EntryGatherer(LogPosition.StartOf("run"), new GatheringLimits { LinesPerSecond = 10, Burst = 20 });
        for (var i = 0; i < 1000; i++) gatherer.Add(_start.AddMilliseconds(i * 100), $"line {i}", false);

        Assert.Equal(1000, gatherer.Take(close: true).Entries.Count);
    }

    [Fact]
    public void After_a_rotation_only_lines_from_before_are_skipped()
    {
        var position = new LogPosition("run", _start.AddMilliseconds(500), 10);
        var gatherer = new EntryGatherer(position, new GatheringLimits());
        gatherer.Add(_start.AddMilliseconds(500), "the only old one left", false);
        gatherer.Add(_start.AddMilliseconds(600), "new", false);

        Assert.Equal("new", Assert.Single(gatherer.Take(close: true).Entries).Message);
    }

    [Fact]
    public void After_a_rotation_that_took_the_last_line_read_a_mark_stands_before_the_first_new_one()
    {
        var position = new LogPosition("run", _start.AddMilliseconds(500), 10);
        var gatherer = new EntryGatherer(position, new GatheringLimits());
        gatherer.Add(_start.AddMilliseconds(600), "new", false);

        // It is stored with that line and not before, or it would be stored again after a crash.
        Assert.Empty(gatherer.Take(close: false).Entries);
        gatherer.Add(_start.AddMilliseconds(700), "newer", false);
        var entries = gatherer.Take(close: true).Entries;
        Assert.Equal([1L, 0, 0], entries.Select(entry => entry.Missing));
        Assert.Equal((position.Newest, "new", "newer"), (entries[0].Time, entries[1].Message, entries[2].Message));
    }

    [Fact]
    public void After_the_clock_was_set_back_lines_of_before_are_told_by_their_place()
    {
        var log = new List<(DateTimeOffset Time, string Text)>();
        for (var i = 0; i < 20; i++) log.Add((_start.AddHours(1).AddSeconds(i), $"{i}"));
        for (var i = 20; i < 40; i++) log.Add((_start.AddSeconds(i), $"{i}"));
        var first = new EntryGatherer(LogPosition.StartOf("run"), new GatheringLimits());
        foreach (var (time, text) in log) first.Add(time, text, false);
        var position = first.Take(close: true).Position;
        log.Add((_start.AddSeconds(41), "40"));
        var sent = log.Where(line => line.Time >= position.Since).ToList();
        var finder = new SetBackFinder();
        foreach (var (time, _) in sent) finder.Add(time);

        var second = new EntryGatherer(position, new GatheringLimits(), finder.LinesBefore);
        foreach (var (time, text) in sent) second.Add(time, text, false);

        Assert.Equal((_start.AddHours(1).AddSeconds(19), 20), (position.Ahead, finder.LinesBefore));
        Assert.Equal("40", Assert.Single(second.Take(close: true).Entries).Message);
    }

    [Fact]
    public void A_clock_that_comes_to_where_it_was_is_right_again()
    {
        var position = LogPosition.StartOf("run").After(_start.AddHours(1)).After(_start).After(_start.AddSeconds(-1));

        Assert.Equal(new LogPosition("run", _start, 1, 1, _start.AddHours(1)), position);
        Assert.Equal(new LogPosition("run", _start.AddHours(2), 1), position.After(_start.AddHours(2)));
    }
}
