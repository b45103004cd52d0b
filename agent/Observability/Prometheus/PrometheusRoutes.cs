using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pdp.Core.PromQl;
using Pdp.Observability.Access;
using Pdp.Observability.OpenApi;
using Pdp.Protocol.Tokens;

namespace Pdp.Observability.Prometheus;

/// <summary>Prometheus' own API, as far as dashboards use it, with every selector held to the caller's scope.</summary>
internal sealed partial class PrometheusRoutes(IPrometheus prometheus, SeriesScope series, AccessOptions options, TimeProvider time) : IApiRoutes
{
    private static readonly string[] _scope = ["organization", "project", "environment", "component"];

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder api)
    {
        Route(api, "query", QueryAsync, "One point of a PromQL expression.", ["query", "time"]);
        Route(api, "query_range", QueryRangeAsync, "A PromQL expression over a range of time.", ["query", "start", "end", "step"]);
        Route(api, "series", SeriesAsync, "Series by their labels.", ["match[]", "start", "end"]);
        Route(api, "labels", LabelsAsync, "Names of labels.", ["match[]", "start", "end"]);
        Route(api, "label/{name}/values", LabelValuesAsync, "Values of a label.", ["match[]", "start", "end"], canPost: false);
        Route(api, "metadata", PrometheusAnswers.NoMetadataAsync, "Nothing: what metrics mean is not told by tenant.", [], canPost: false);
        Route(api, "status/buildinfo", PrometheusAnswers.BuildInfoAsync, "The version of the API that is spoken, for clients that ask.", [], canPost: false);
    }

    private static void Route(
        IEndpointRouteBuilder api, string path, Func<HttpContext, Task> answer, string summary, IReadOnlyList<string> parameters, bool canPost = true) =>
        api.MapMethods($"prometheus/api/v1/{path}", canPost ? ["GET", "POST"] : ["GET"], context => PrometheusAnswers.GuardAsync(context, answer))
            .Needs(ObservabilityVerb.Metrics)
            .Describe(Description(summary, parameters));

    private Task QueryAsync(HttpContext context) => WithinAsync(context, async (request, scopes) =>
    {
        var at = request["time"] is { } text ? PrometheusTime.Read("time", text) : time.GetUtcNow();
        var labels = series.Of(scopes, at - options.LongestRange);
        await AskAsync(context, "query", [new("query", Scoped(request, labels)), new("time", PrometheusTime.Text(at))]);
    });

    private Task QueryRangeAsync(HttpContext context) => WithinAsync(context, async (request, scopes) =>
    {
        var (start, end) = Range(request);
        var step = PrometheusTime.Duration("step", request["step"] ?? throw PrometheusException.BadData("step: is needed."));
        if ((end - start) / step > ScopedQuery.MostPoints)
            throw PrometheusException.BadData($"step: must leave at most {ScopedQuery.MostPoints} points between start and end.");
        var query = Scoped(request, series.Of(scopes, start - options.LongestRange));
        await AskAsync(
            context, "query_range",
            [new("query", query), new("start", PrometheusTime.Text(start)), new("end", PrometheusTime.Text(end)), new("step", PrometheusTime.Text(step))]);
    });

    private Task SeriesAsync(HttpContext context) => WithinAsync(context, (request, scopes) =>
        request.All("match[]").Count > 0 ? FindAsync(context, "series", request, scopes) : throw PrometheusException.BadData("match[]: one at least is needed."));

    private Task LabelsAsync(HttpContext context) => WithinAsync(context, (request, scopes) => FindAsync(context, "labels", request, scopes));

    private Task LabelValuesAsync(HttpContext context) => WithinAsync(context, (request, scopes) =>
    {
        var name = (string)context.Request.RouteValues["name"]!;
        if (!LabelName().IsMatch(name)) throw PrometheusException.BadData("The label's name must be of letters, digits and underscores.");
        return FindAsync(context, $"label/{name}/values", request, scopes, inAddress: true);
    });

    private async Task FindAsync(HttpContext context, string path, PrometheusRequest request, IReadOnlyList<PlaneScope> scopes, bool inAddress = false)
    {
        var (start, end) = Range(request);
        var labels = series.Of(scopes, start);
        var asked = request.All("match[]");
        IEnumerable<string> matches = asked.Count == 0 ? [ScopedQuery.Everything(labels)] : asked.Select(one => ScopedQuery.Selector(one, labels));
        await AskAsync(
            context, path,
            [.. matches.Select(one => KeyValuePair.Create("match[]", one)), new("start", PrometheusTime.Text(start)), new("end", PrometheusTime.Text(end))],
            inAddress);
    }

    private static async Task WithinAsync(HttpContext context, Func<PrometheusRequest, IReadOnlyList<PlaneScope>, Task> answer)
    {
        var request = await PrometheusRequest.ReadAsync(context);
        var scopes = ScopeFilter.Of(context.Caller(), ObservabilityVerb.Metrics, request.Scope);
        if (scopes.Count == 0) throw PrometheusException.Forbidden(ApiProblem.OutOfScope().Detail);
        await answer(request, scopes);
    }

    private string Scoped(PrometheusRequest request, IReadOnlyList<EnforcedLabel> labels) =>
        ScopedQuery.Of(request["query"] ?? throw PrometheusException.BadData("query: is needed."), labels, options.LongestRange);

    private (DateTimeOffset Start, DateTimeOffset End) Range(PrometheusRequest request)
    {
        var end = request["end"] is { } last ? PrometheusTime.Read("end", last) : time.GetUtcNow();
        var start = request["start"] is { } first ? PrometheusTime.Read("start", first) : end - TimeRange.Default;
        if (start > end) throw PrometheusException.BadData("start: must not be after end.");
        return end - start <= options.LongestRange
            ? (start, end)
            : throw PrometheusException.BadData($"start: must be at most {options.LongestRange.TotalHours:0.##} hours before end.");
    }

    private async Task AskAsync(HttpContext context, string path, IReadOnlyList<KeyValuePair<string, string>> parameters, bool inAddress = false)
    {
        var answer = await prometheus.AskAsync(path, parameters, inAddress, context.RequestAborted);
        await PrometheusAnswers.WriteAsync(context, answer);
    }

    private static RouteDescription Description(string summary, IReadOnlyList<string> parameters) => new(summary)
    {
        Parameters =
        [
            .. parameters.Select(name => new RouteParameter(name, "As in Prometheus' API.", IsRepeated: name == "match[]")),
            .. parameters.Count == 0 ? [] : _scope.Select(name => new RouteParameter(name, "Narrows what is looked at.")),
        ],
        Statuses = [422],
    };

    [GeneratedRegex("^[a-zA-Z_][a-zA-Z0-9_]{0,254}$", RegexOptions.None, 1000)]
    private static partial Regex LabelName();
}
