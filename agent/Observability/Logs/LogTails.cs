using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pdp.Core.Logs;
using Pdp.LogStore.Tailing;
using Pdp.Observability.Access;
using Pdp.Protocol;

namespace Pdp.Observability.Logs;

/// <summary>Tells callers lines as they come.</summary>
internal sealed class LogTails(ILogSource source, AccessOptions options, TimeProvider time)
{
    private static readonly string[] Names = ["organization", "project", "environment", "component", "pod", "container", "level", "search"];

    /// <summary>Answers with a stream, until the caller leaves, his token ends, or there is nothing to follow any more.</summary>
    /// <exception cref="ApiProblemException">The request is wrong, or nothing of it is opened.</exception>
    public async Task AnswerAsync(HttpContext context)
    {
        var request = Request(context);
        using var life = StreamLife.Of(context, time);
        await using var items = source.TailAsync(request, life.Ended).GetAsyncEnumerator(life.Ended);
        // What is wrong with the request is found here, while it can still be answered with a problem.
        var first = items.MoveNextAsync().AsTask();
        if (first.IsFaulted) await first;
        using var stream = new TailStream(context.Response, options.Heartbeat, time);
        await stream.WriteAsync(items, first, life);
    }

    private static TailRequest Request(HttpContext context)
    {
        var query = new ApiQuery(context, Names);
        var plane = query.Scope();
        var asked = new LogSearchScope(plane.Organization, plane.Project, plane.Environment, plane.Component, query.One("pod"), query.One("container"));
        if (asked.Errors("").ToList() is { Count: > 0 } errors)
            throw new ApiProblemException(ApiProblem.BadRequest("bad-parameter", "Change what the errors name.", errors));
        return new TailRequest
        {
            Scopes = LogQueries.Scopes(context.Caller(), asked),
            Levels = [.. query.Many("level").Select(Level).Distinct()],
            Search = query.One("search"),
            After = After(context.Request.Headers["Last-Event-ID"]),
        };
    }

    private static Severity Level(string text) => Enum.GetValues<Severity>().Where(level => Name(level) == text).Select(level => (Severity?)level).FirstOrDefault()
        ?? throw ApiQuery.Wrong(new FieldError("level", $"must be one of {string.Join(", ", Enum.GetValues<Severity>().Select(Name))}"));

    private static string Name(Severity level) => level.ToString().ToLowerInvariant();

    private static long? After(Microsoft.Extensions.Primitives.StringValues header) => header switch
    {
        [] or [""] => null,
        [var text] when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) => id,
        _ => throw ApiQuery.Wrong(new FieldError("Last-Event-ID", "must be the id of an event of this stream; leave it out to begin now")),
    };
}
