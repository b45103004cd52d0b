using FsCheck;
using FsCheck.Fluent;
using Pdp.Core.Logs;
using Pdp.Core.Logs.Lines;

namespace Pdp.Core.Tests.Logs;

public sealed class EntryTextTests
{
    private static readonly DateTimeOffset _time = DateTimeOffset.UnixEpoch;

    private static readonly string[] _lines =
    [
        "plain", "ERROR it broke", """{"level":"error","msg":"it broke"}""", """{"level":"error","msg":"it broke","code":7,"where":{"file":"a"}}""",
        """{"message":{"no":"text"},"msg":"text","level":"odd","severity":"warn"}""", """{"@t":"2030","@m":"of Serilog"}""", """{"code":7}""",
        """{"msg":"{\"level\":\"info\",\"message\":\"inner\"}"}""", "{not json}", "", "\u001b[31mred\u001b[0m", "tab\tand \u0001", """{"msg":"WARN as text","body":"b"}""",
    ];

    [Fact]
    public void What_is_written_is_read_as_the_same_entry() => Prop.ForAll(Gen.Elements(_lines).ArrayOf().ToArbitrary(), parts =>
    {
        foreach (var line in parts.Append(string.Join(' ', parts)).Append(string.Join('\n', parts)))
        {
            var entry = Entry(line);
            Assert.Equal(entry, Entry(EntryText.Of(entry)));
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void A_plain_line_is_kept_as_it_is() => Assert.Equal("ERROR it broke", EntryText.Of(Entry("ERROR it broke")));

    [Fact]
    public void Lines_that_belong_together_stay_together()
    {
        var trace = new LogEntry(_time, Severity.Error, "Unhandled exception\n   at Main()\n   at Start()");

        Assert.Equal(trace, Entry(EntryText.Of(trace)));
        Assert.DoesNotContain('\n', EntryText.Of(trace));
    }

    [Fact]
    public void The_mark_of_a_gap_says_how_many_lines_are_missing() =>
        Assert.Equal("""{"message":"Too fast.","missing":12}""", EntryText.Of(new LogEntry(_time, Severity.Unknown, "Too fast.", null, 12)));

    private static LogEntry Entry(string text)
    {
        var parsed = LineParser.Parse(text);
        return new LogEntry(_time, parsed.Level, parsed.Message, parsed.Fields);
    }
}
