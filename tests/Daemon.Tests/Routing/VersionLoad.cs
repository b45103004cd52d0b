using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Pdp.Daemon.Tests.Harness;

namespace Pdp.Daemon.Tests.Routing;

/// <summary>Callers of a major version, who ask one request after the other through the gateway and count who answers.</summary>
internal sealed class VersionLoad : IAsyncDisposable
{
    private const int Clients = 4;
    private const int Enough = 100;

    private readonly HttpClient _client;
    private readonly string _path;
    private readonly ConcurrentDictionary<string, int> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _asking = Task.CompletedTask;

    private VersionLoad(HttpClient client, string path) => (_client, _path) = (client, path);

    /// <summary>Requests that were not answered as they should be.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>Who answered, by name.</summary>
    public IEnumerable<string> Releases => _answers.Keys.Order(StringComparer.Ordinal);

    /// <summary>Starts once the first request is answered.</summary>
    public static async Task<VersionLoad> StartAsync(GatewayCluster gateways, string path)
    {
        var client = new HttpClient { BaseAddress = new Uri($"http://{await gateways.AddressAsync()}"), Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Host = "test.acme.example.com";
        await Until.TrueAsync(async () => (await client.GetAsync(path, CancellationToken.None)).IsSuccessStatusCode);
        var load = new VersionLoad(client, path);
        load._asking = Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => load.AskAsync()));
        return load;
    }

    /// <summary>Waits until a release has answered many more requests.</summary>
    public async Task AnsweredAsync(string release)
    {
        var before = _answers.GetValueOrDefault(release);
        await Until.TrueAsync(() => _answers.GetValueOrDefault(release) >= before + Enough, what: $"{release} to answer");
    }

    /// <summary>The part of the next requests that a release answers, 0..1.</summary>
    public async Task<double> ShareAsync(string release)
    {
        var (own, all) = (_answers.GetValueOrDefault(release), _answers.Values.Sum());
        await Until.TrueAsync(() => _answers.Values.Sum() >= all + (4 * Enough), what: "requests to be answered");
        return (_answers.GetValueOrDefault(release) - own) / (double)(_answers.Values.Sum() - all);
    }

    /// <summary>Ends, and says who answered how often.</summary>
    public async Task<string> StopAsync()
    {
        await _stop.CancelAsync();
        await _asking;
        return string.Join(", ", _answers.Select(answer => $"{answer.Key}: {answer.Value}"));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task AskAsync()
    {
        await Task.Yield();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var answer = await _client.GetAsync(_path, CancellationToken.None);
                var text = await answer.Content.ReadAsStringAsync(CancellationToken.None);
                if (answer.IsSuccessStatusCode) _answers.AddOrUpdate((string)JsonNode.Parse(text)!["release"]!, 1, static (_, count) => count + 1);
                else _failures.Enqueue($"{(int)answer.StatusCode} {text}");
            }
            catch (HttpRequestException lost)
            {
                _failures.Enqueue(lost.Message);
            }
        }
    }
}
