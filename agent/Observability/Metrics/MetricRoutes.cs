using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pdp.Observability.Access;
using Pdp.Observability.OpenApi;
using Pdp.Protocol.Tokens;

namespace Pdp.Observability.Metrics;

/// <summary>What containers use, and how requests fare.</summary>
internal sealed class MetricRoutes(
    SampledMetrics sampled, PrometheusMetrics prometheus, CountedRequests counted, AccessOptions options, TimeProvider time) : IApiRoutes
{
    private static readonly RouteDescription _query = new(
        "Series of metrics over time.",
        "cpu, memory and restarts are sampled by the agent. network, requests, errors and latency come from the customer's Prometheus where there is one, "
        + "and what that does not know of requests from the pods of components that say where they tell it; "
        + "what cannot be told is in unavailable with the reason, and the rest is answered.")
    {
        Body = MetricsJsonContext.Default.MetricSearch,
        Answer = MetricsJsonContext.Default.MetricsAnswer,
    };

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder api) => api.MapPost("/metrics/query", QueryAsync).Needs(ObservabilityVerb.Metrics).Describe(_query);

    private async Task QueryAsync(HttpContext context)
    {
        var search = await ApiBody.ReadAsync(context, MetricsJsonContext.Default.MetricSearch);
        if (search.Errors() is { Count: > 0 } errors) throw new ApiProblemException(ApiProblem.BadRequest("bad-body", "Change what the errors name.", errors));
        var scopes = ScopeFilter.Of(context.Caller(), ObservabilityVerb.Metrics, search.SearchScope?.Plane ?? PlaneScope.All);
        if (scopes.Count == 0) throw new ApiProblemException(ApiProblem.OutOfScope());
        var times = MetricTimes.Of(search, options, time.GetUtcNow());
        var answer = await AnswerAsync(search, scopes, times, context.RequestAborted);
        await context.AnswerAsync(answer, MetricsJsonContext.Default.MetricsAnswer);
    }

    private async Task<MetricsAnswer> AnswerAsync(
        MetricSearch search, IReadOnlyList<PlaneScope> scopes, MetricTimes times, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var containers = scopes.Select(scope => scope.ToLogScope(search.SearchScope?.Pod, search.SearchScope?.Container)).ToList();
        var (series, unavailable, partial) = sampled.Of([.. search.Metrics.Where(SampledMetrics.Has)], containers, times, cancellationToken);
        List<SeriesView> all = [.. series];
        List<UnavailableMetric> missing = [.. unavailable];
        foreach (var metric in search.Metrics.Where(metric => !SampledMetrics.Has(metric)))
        {
            var (found, why) = await prometheus.OfAsync(metric, scopes, times, cancellationToken);
            if (why is not null && CountedRequests.Has(metric) && scopes.All(scope => scope.Component is not null))
            {
                var (own, ownWhy, more) = counted.Of(metric, containers, times, cancellationToken);
                // What a Prometheus says of itself is the better reason.
                (found, why, partial) = (own, own.Count > 0 ? null : prometheus.IsConfigured ? why : ownWhy, partial || more);
            }
            all.AddRange(found);
            if (why is not null) missing.Add(why);
        }
        return new MetricsAnswer(all, missing, times.Step.TotalSeconds, partial, Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 3));
    }
}
