using System.Globalization;
using System.Text;
using Pdp.Observability.Prometheus;
using Pdp.Observability.Tests.Support;
using Pdp.Testing;
using Pdp.Testing.Prometheus;

namespace Pdp.Observability.Tests.Prometheus;

/// <summary>
/// One Prometheus with the series of two tenants and of the cluster itself, behind the API; and one that has those of the first tenant alone: what it
/// says to a query is what the first tenant may see.
/// </summary>
public sealed class TwoTenants : IAsyncLifetime
{
    internal const string Acme = "dp-acme-shop-prod";
    internal const string Rival = "dp-rival-shop-prod";

    /// <summary>In labels of the other tenant, and in no query.</summary>
    internal const string Marker = "m4rk3r";

    private PrometheusProcess? _shared;
    private PrometheusProcess? _alone;
    private TestServer? _pods;

    /// <summary>The last time there is history of; what is scraped comes after it.</summary>
    internal static DateTimeOffset End { get; } = new(2024, 12, 31, 12, 0, 0, TimeSpan.Zero);

    internal PlaneStage Stage { get; private set; } = null!;

    internal HttpClient Alone { get; } = new();

    internal PrometheusClientOptions Options { get; private set; } = new();

    public async ValueTask InitializeAsync()
    {
        if (!PrometheusProcess.IsInstalled) return;
        _pods = await TestServer.StartAsync(context => Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(
            context.Response, $"live_requests_total{{namespace=\"{Acme}\"}} 1\nlive_requests_total{{namespace=\"{Rival}\",secret=\"{Marker}\"}} 2\n"));
        var scraped = $$"""
              - job_name: pods
                honor_labels: true
                static_configs: [{ targets: ["{{_pods.Address.Authority}}"] }]
            """;
        _shared = await PrometheusProcess.StartAsync(scraped, History(Acme, Rival, ""), TestContext.Current.CancellationToken);
        _alone = await PrometheusProcess.StartAsync("", History(Acme), TestContext.Current.CancellationToken);
        Alone.BaseAddress = _alone.Address;
        Options = new PrometheusClientOptions { Url = _shared.Address };
        Stage = await PlaneStage.StartAsync(Options);
        Stage.Deploy("acme", "shop", "prod", "web");
        Stage.Deploy("acme", "shop", "prod", "api");
        Stage.Deploy("rival", "shop", "prod", "web");
    }

    public async ValueTask DisposeAsync()
    {
        if (Stage is not null) await Stage.DisposeAsync();
        if (_shared is not null) await _shared.DisposeAsync();
        if (_alone is not null) await _alone.DisposeAsync();
        if (_pods is not null) await _pods.DisposeAsync();
        Alone.Dispose();
    }

    // Half an hour, a sample each quarter of a minute. The other tenant has the same series and one of its own; so has the cluster, without a namespace.
    private static string History(params IReadOnlyList<string> namespaces)
    {
        var text = new StringBuilder();
        Family(text, "requests", "counter", "_total", namespaces, ["web-1", "web-2", "api-1"], (pod, tick) => tick * (pod.Length + pod[^1]));
        Family(text, "queue_length", "gauge", "", namespaces, ["web-1", "api-1"], (pod, tick) => (tick * 7 % 13) + pod[0]);
        Family(text, "up", "gauge", "", namespaces, ["web-1"], (_, _) => 1);
        Family(text, "treasure", "gauge", "", [.. namespaces.Where(name => name != Acme)], ["web-1"], (_, tick) => 987_654_321 + tick);
        return text.Append("# EOF\n").ToString();
    }

    private static void Family(
        StringBuilder text, string name, string type, string suffix, IReadOnlyList<string> namespaces, string[] pods, Func<string, int, long> value)
    {
        if (namespaces.Count == 0) return;
        text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {type}\n");
        foreach (var @namespace in namespaces)
        {
            foreach (var pod in pods)
            {
                var labels = @namespace.Length > 0 ? $"namespace=\"{@namespace}\",pod=\"{pod}\"" : $"pod=\"{pod}\"";
                if (@namespace != Acme) labels += $",secret=\"{Marker}\"";
                for (var tick = 0; tick <= 120; tick++)
                {
                    var at = End.AddSeconds((tick - 120) * 15).ToUnixTimeSeconds();
                    text.Append(CultureInfo.InvariantCulture, $"{name}{suffix}{{{labels}}} {value(pod, tick) + (@namespace == Acme ? 0 : 5_000_000)} {at}\n");
                }
            }
        }
    }
}
