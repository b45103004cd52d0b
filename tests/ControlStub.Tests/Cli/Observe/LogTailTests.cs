using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Pdp.ControlStub.Cli.Observe;
using Pdp.Testing;

namespace Pdp.ControlStub.Tests.Cli.Observe;

/// <summary>Lines that are followed over cuts, gaps and the end of tokens.</summary>
public sealed class LogTailTests : IDisposable
{
    private readonly ConcurrentQueue<(string? LastEvent, string Token)> _asked = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _notes = new();
    private int _minted;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_goes_on_where_it_was_after_a_cut_and_after_its_token_ended_and_shows_gaps()
    {
        var rest = new TaskCompletionSource();
        await using var server = await TestServer.StartAsync(
            async context =>
            {
                _asked.Enqueue((context.Request.Headers["Last-Event-ID"].FirstOrDefault(), context.Request.Headers.Authorization.ToString()));
                context.Response.ContentType = "text/event-stream";
                var round = _asked.Count;
                if (round == 1)
                {
                    await context.Response.WriteAsync(Event("log", 7, Line("one")) + Event("gap", null, """{"missed": 12}"""), Cancel);
                    await context.Response.Body.FlushAsync(Cancel);
                    await Eventually.TrueAsync(() => _notes.ToString().Contains("12 lines", StringComparison.Ordinal), cancellationToken: Cancel);
                    context.Abort();
                    return;
                }

                if (round == 2)
                {
                    await context.Response.WriteAsync(Event("log", 9, Line("two")) + Event("end", null, """{"reason": "tokenEnded"}"""), Cancel);
                    return;
                }

                if (round == 3)
                {
                    context.Response.StatusCode = 401;
                    await context.Response.WriteAsync("""{"title": "Unauthorized"}""", Cancel);
                    return;
                }

                await context.Response.WriteAsync(Event("log", 11, Line("three")), Cancel);
                await context.Response.Body.FlushAsync(Cancel);
                rest.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
            },
            cancellationToken: Cancel);
        using var client = new PlaneClient("eu-1", server.Address, null, _ => Task.FromResult($"t-{++_minted}"));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        using var tail = new LogTail(client, "logs/tail?organization=acme", new LogPrinter(false, TextWriter.Synchronized(_output), TextWriter.Synchronized(_notes)), TimeProvider.System);

        await tail.OpenAsync(stop.Token);
        var running = tail.RunAsync(stop.Token);
        await rest.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Cancel);
        await Eventually.TrueAsync(() => _output.ToString().Contains("three", StringComparison.Ordinal), cancellationToken: Cancel);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        Assert.Equal([(null, "Bearer t-1"), ("7", "Bearer t-1"), ("9", "Bearer t-1"), ("9", "Bearer t-2")], _asked);
        Assert.Equal(["one code=7", "two code=7", "three code=7"], _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split("  ")[^1].Trim()));
        Assert.Contains("12 lines were missed here", _notes.ToString(), StringComparison.Ordinal);
        Assert.Contains("was cut; going on where it was", _notes.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_of_the_past_that_also_comes_is_printed_once_and_no_line_moves_the_cursor()
    {
        var printer = new LogPrinter(false, _output, _notes);
        printer.Live(JsonNode.Parse(Line("clear \\u001b[2J\\u0007 screen"))!);

        Assert.DoesNotContain('\u001b', _output.ToString());
        Assert.Contains("2026-01-02T03:04:05Z error   backend/backend-1/main  clear \ufffd[2J\ufffd screen code=7", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void For_scripts_lines_are_as_they_came()
    {
        new LogPrinter(true, _output, _notes).Live(JsonNode.Parse(Line("x"))!);

        Assert.Equal("x", (string?)JsonNode.Parse(_output.ToString())!["message"]);
    }

    public void Dispose()
    {
        _output.Dispose();
        _notes.Dispose();
    }

    private static string Event(string type, int? id, string data) =>
        $"event: {type}\n{(id is null ? "" : $"id: {id}\n")}data: {data}\n\n";

    private static string Line(string message) =>
        $$"""{"timestamp": "2026-01-02T03:04:05Z", "level": "error", "message": "{{message}}", "fields": {"code": 7}, "component": "backend", "pod": "backend-1", "container": "main"}""";
}
