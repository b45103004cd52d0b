using Pdp.Core.Logs;
using Pdp.Core.Logs.Lines;

namespace Pdp.Core.Tests.Logs;

public sealed class LineParserTests
{
    [Theory]
    [InlineData("2030-01-02 03:04:05,678 ERROR [main] com.acme.Shop - no stock", Severity.Error)]
    [InlineData("2030/01/02 03:04:05 [warn] 7#7: upstream is slow", Severity.Warning)]
    [InlineData("[INFO] started", Severity.Info)]
    [InlineData("[Error] stopped", Severity.Error)]
    [InlineData("info: Microsoft.Hosting.Lifetime[0]", Severity.Info)]
    [InlineData("fail: Shop.Orders[12]", Severity.Error)]
    [InlineData("crit: Shop[1]", Severity.Fatal)]
    [InlineData("time=2030-01-02T03:04:05Z level=warning msg=\"slow\"", Severity.Warning)]
    [InlineData("ts=1 lvl=\"debug\" msg=x", Severity.Debug)]
    [InlineData("I0102 15:04:05.000000       1 main.go:12] hello", Severity.Info)]
    [InlineData("E0102 15:04:05.000000       1 main.go:12] bad", Severity.Error)]
    [InlineData("\u001b[31mERROR\u001b[0m red", Severity.Error)]
    [InlineData("WARNING: this is deprecated", Severity.Warning)]
    [InlineData("2030-01-02T03:04:05Z TRACE step", Severity.Trace)]
    [InlineData("panic: runtime error: index out of range", Severity.Fatal)]
    [InlineData("no error found", Severity.Unknown)]
    [InlineData("the information desk is open", Severity.Unknown)]
    [InlineData("GET /error HTTP/1.1 200", Severity.Unknown)]
    [InlineData("ERROR_CODE=0", Severity.Unknown)]
    [InlineData("", Severity.Unknown)]
    public void The_level_of_a_plain_line_is_found_where_it_is_meant(string line, Severity level) => Assert.Equal(level, LineParser.Parse(line).Level);

    [Theory]
    [InlineData("""{"level":"error","message":"no stock","item":7}""", Severity.Error, "no stock", """{"item":7}""")]
    [InlineData("""{"level":30,"time":1,"msg":"hi"}""", Severity.Info, "hi", """{"time":1}""")]
    [InlineData("""{"@t":"2030-01-02T03:04:05Z","@mt":"Hi {Name}","Name":"Ä"}""", Severity.Info, "Hi {Name}", """{"@t":"2030-01-02T03:04:05Z","Name":"Ä"}""")]
    [InlineData("""{"@t":"x","@m":"Hi","@l":"Warning"}""", Severity.Warning, "Hi", """{"@t":"x"}""")]
    [InlineData("""{"severity":"CRITICAL","message":"out"}""", Severity.Fatal, "out", null)]
    [InlineData("""{"LogLevel":"Debug","Message":"x","State":{"a":[1,2]}}""", Severity.Debug, "x", """{"State":{"a":[1,2]}}""")]
    [InlineData("""{"level":"sideways","message":"x"}""", Severity.Unknown, "x", """{"level":"sideways"}""")]
    public void A_structured_line_is_read_in_the_words_of_its_library(string line, Severity level, string message, string? fields) =>
        Assert.Equal(new ParsedLine(level, message, fields, true), LineParser.Parse(line));

    [Theory]
    [InlineData("""{"level":"error","item":7}""")]
    [InlineData("""{}""")]
    public void A_structured_line_without_a_message_is_kept_whole(string line)
    {
        var parsed = LineParser.Parse(line);

        Assert.Equal((line, null, true), (parsed.Message, parsed.Fields, parsed.Structured));
    }

    [Theory]
    [InlineData("{not json}")]
    [InlineData("{\"open\": ")]
    [InlineData("[1,2]")]
    public void What_only_looks_structured_is_plain(string line) => Assert.Equal(new ParsedLine(Severity.Unknown, line, null, false), LineParser.Parse(line));

    [Fact]
    public void JSON_nested_beyond_reason_is_plain() => Assert.False(LineParser.Parse($"{{\"a\":{new string('[', 100)}{new string(']', 100)}}}").Structured);

    [Theory]
    [InlineData("windows\r", "windows")]
    [InlineData("tab\tstays", "tab\tstays")]
    [InlineData("nul\0and\u0007bell", "nul\ufffdand\ufffdbell")]
    [InlineData("\u001b[1;32mgreen\u001b[0m", "green")]
    [InlineData("\u001b[", "\ufffd[")]
    public void What_no_one_can_read_is_taken_off(string line, string message) => Assert.Equal(message, LineParser.Parse(line).Message);
}
