using System.CommandLine;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Cli.Client;

namespace Pdp.ControlStub.Cli.Observe;

/// <summary><c>pdp-control logs</c>: lines straight from the plane. They never pass through the control plane.</summary>
internal static class LogsCommand
{
    private static readonly Option<bool> _follow = new("--follow", "-f") { Description = "Go on with lines as they come, until stopped; comes again after cuts and shows what was missed." };
    private static readonly Option<int> _limit = new("--limit", "-n") { Description = "Most lines of the past, 0 to 1000. Default: 100.", DefaultValueFactory = _ => 100 };
    private static readonly Option<string?> _since = new("--since") { HelpName = "TIME", Description = "Lines of this past time, such as 90s, 15m, 2h or 1d. Default: 1h." };
    private static readonly Option<string[]> _level = new("--level", "-l") { Description = "Only of this level: trace, debug, info, warning, error, fatal, unknown; may be given several times." };
    private static readonly Option<string?> _search = new("--search", "-s") { Description = "Words that must all be there (\"a phrase\", begin*, -without), or /a regular expression/." };
    private static readonly Option<string?> _pod = new("--pod") { Description = "Only of this pod." };
    private static readonly Option<string?> _container = new("--container", "-c") { Description = "Only of this container." };

    public static Command Create()
    {
        var options = new ClientOptions();
        var asked = new PlaneAsked();
        var command = ClientCommand.Create(
            "logs",
            "Prints log lines, asked of the plane itself.",
            options,
            async (control, parsed, ct) =>
            {
                using var plane = await asked.ConnectAsync(control, parsed, "logs", ct);
                await RunAsync(plane, parsed, asked.Scope(parsed), new LogPrinter(asked.IsJson(parsed), Console.Out, Console.Error), ct);
            },
            [.. asked.Symbols, _follow, _limit, _since, _level, _search, _pod, _container]);
        options.AddTo(command);
        return command;
    }

    private static async Task RunAsync(PlaneClient plane, ParseResult parsed, JsonObject scope, LogPrinter printer, CancellationToken cancellationToken)
    {
        var limit = parsed.GetValue(_limit);
        if (limit is < 0 or > 1000)
            throw new CliException(ExitCodes.Usage, "--limit must be from 0 to 1000.");
        foreach (var (name, option) in ((string, Option<string?>)[])[("pod", _pod), ("container", _container)])
            if (parsed.GetValue(option) is { } value)
                scope[name] = value;
        if (!parsed.GetValue(_follow))
        {
            await printer.PastAsync(plane, Search(parsed, scope, limit), cancellationToken);
            return;
        }

        // Opened first: what comes while the past is asked for is in both, and printed once.
        using var tail = new LogTail(plane, Tail(parsed, scope), printer, TimeProvider.System);
        await tail.OpenAsync(cancellationToken);
        if (limit > 0)
            await printer.PastAsync(plane, Search(parsed, scope, limit), cancellationToken);
        await tail.RunAsync(cancellationToken);
    }

    private static JsonObject Search(ParseResult parsed, JsonObject scope, int limit)
    {
        var now = TimeProvider.System.GetUtcNow();
        var body = new JsonObject
        {
            ["startTime"] = (now - Past.Read(parsed.GetValue(_since) ?? "1h")).ToString("O"),
            ["limit"] = Math.Max(1, limit),
            ["sortOrder"] = "desc",
            ["searchScope"] = scope.DeepClone(),
        };
        if (parsed.GetValue(_level) is { Length: > 0 } levels)
            body["levels"] = new JsonArray([.. levels.Select(level => (JsonNode)level)]);
        if (parsed.GetValue(_search) is { } search)
            body["search"] = search;
        return body;
    }

    private static string Tail(ParseResult parsed, JsonObject scope)
    {
        var query = scope.Select(field => (field.Key, (string)field.Value!))
            .Concat((parsed.GetValue(_level) ?? []).Select(level => ("level", level)))
            .Concat(parsed.GetValue(_search) is { } search ? [("search", search)] : Array.Empty<(string, string)>());
        return $"logs/tail?{string.Join('&', query.Select(field => $"{field.Item1}={Uri.EscapeDataString(field.Item2)}"))}";
    }
}
