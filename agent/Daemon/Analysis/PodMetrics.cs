using System.Net;
using Pdp.Core.Analysis;
using Pdp.Core.Analysis.Requests;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Analysis;

/// <summary>Reads the metrics of one pod, over plain HTTP, from the address the cluster gives.</summary>
internal sealed class PodMetrics : IDisposable
{
    private const int MostBytes = 4 * 1024 * 1024;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MostBytes,
    };

    public PodMetrics(TimeProvider time) => _time = time;

    /// <summary>Its samples; or why there are none.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="spec">Where it tells them.</param>
    /// <param name="metrics">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(IReadOnlyList<MetricSample>? Samples, string Why)> ReadAsync(
        SubjectPod pod, RequestsSpec spec, IReadOnlySet<string> metrics, CancellationToken cancellationToken)
    {
        if (!IPAddress.TryParse(pod.Address, out _) || !pod.Ports.TryGetValue(spec.Port, out var port))
            return (null, $"pod {pod.Name} has no port {spec.Port} yet");
        using var limit = new CancellationTokenSource(_patience, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var answer = await _client.GetAsync(new UriBuilder("http", pod.Address, port, spec.Path).Uri, both.Token);
            return answer.IsSuccessStatusCode
                ? (MetricsText.Read(await answer.Content.ReadAsStringAsync(both.Token), metrics), "")
                : (null, $"pod {pod.Name} answers {(int)answer.StatusCode}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"pod {pod.Name} does not answer in time");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidOperationException)
        {
            return (null, $"pod {pod.Name} does not tell its metrics");
        }
    }

    public void Dispose() => _client.Dispose();
}
