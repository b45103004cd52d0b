using Pdp.History.Events;
using Pdp.History.Recording;
using Pdp.History.Tests.Support;

namespace Pdp.History.Tests.Recording;

public sealed class HistoryFileTests
{
    private static readonly StatusFacts _status = new("RolledBack", 3, 2, 3);

    // One of every kind.
    private static readonly HistoryEvent[] _all =
    [
        new ProcessStarted(), new ProcessKilled("SIGKILL"), new FaultInjected("cut", "after 100 bytes"), new Settled(),
        new FrameSent("intent", "a@1"), new FrameReceived("ack", "a@1"), new QueueSampled("intake", 1, 32),
        new ChangeAsked("a", "m1"), new IntentAccepted("a", 1, "h", "m1", ["Healthy"]), new RemovalAccepted("a", 2),
        new AckSent("a", 1, AckOutcome.Unchanged), new AckKept("a", 1, AckOutcome.Refused),
        new StatusReported("a", _status), new StatusKept("a", null), new StubHolds(3, [new("a", 1, "h", false, 1, _status)]),
        new LeaseTaken(1), new LeaseLost(1), new IntentClaimed("a", 1), new IntentStored("a", 1, "h", 1, "m1"),
        new RemovalStored("a", 2, 1), new IntentGone("a", 1), new StatusWritten("a", _status, 1), new JournalEdited("a"),
        new JournalHolds(3, [new("a", 1, "h", false, _status, ["o"])]), new ObjectWritten("o", "a", "c", "m1", 1, false),
        new ObjectDeleted("o", "a", 1), new ObjectDisturbed("o", "a"), new SecretRotated("a"), new JobRan("job", "a", "u"),
        new ClusterHolds(3, [new("o", "a", "m1", true)]),
    ];

    [Fact]
    public void Every_kind_of_event_is_among_the_samples() => Assert.Equal(
        typeof(HistoryEvent).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(HistoryEvent)) && !type.IsAbstract)
            .Select(type => type.Name)
            .Order(),
        _all.Select(sample => sample.GetType().Name).Order());

    [Fact]
    public async Task What_was_written_reads_the_same()
    {
        var records = Tale.Of(_all).Records;
        var text = await WriteAsync(records);

        var read = await ReadAsync(text);

        Assert.Equal(records.Count, text.TrimEnd('\n').Split('\n').Length);
        Assert.Equal(text, await WriteAsync(read));
        Assert.Equal(records.Select(record => record.Event.GetType()), read.Select(record => record.Event.GetType()));
    }

    [Theory]
    [InlineData("", "Line 1 is no record")]
    [InlineData("null", "Line 1 is null")]
    [InlineData("{\"number\":1,\"at\":\"2030-01-01T00:00:00Z\",\"actor\":\"x\",\"event\":{\"kind\":\"dance\"}}", "Line 1 is no record")]
    [InlineData("{\"number\":2,\"at\":\"2030-01-01T00:00:00Z\",\"actor\":\"x\",\"event\":{\"kind\":\"settled\"}}", "Line 1 has the number 2")]
    public async Task A_line_that_is_no_record_is_named(string line, string message)
    {
        var bad = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(line + "\n"));

        Assert.StartsWith(message, bad.Message, StringComparison.Ordinal);
    }

    private static async Task<string> WriteAsync(IReadOnlyList<HistoryRecord> records)
    {
        await using var writer = new StringWriter { NewLine = "\n" };
        await HistoryFile.WriteAsync(writer, records, TestContext.Current.CancellationToken);
        return writer.ToString();
    }

    private static async Task<IReadOnlyList<HistoryRecord>> ReadAsync(string text)
    {
        using var reader = new StringReader(text);
        return await HistoryFile.ReadAsync(reader, TestContext.Current.CancellationToken);
    }
}
