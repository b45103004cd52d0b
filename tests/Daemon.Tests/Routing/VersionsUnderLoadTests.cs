using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Pdp.Daemon.Tests.Harness;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Routing;

/// <summary>The whole chain with pods that are processes: agent, routes, gateway, Services, endpoints.</summary>
public sealed class VersionsUnderLoadTests(ProcessCluster gateways, ITestOutputHelper output) : IClassFixture<ProcessCluster>
{
    private const int Clients = 4;
    private const int Enough = 100;

    private readonly ConcurrentDictionary<string, int> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _failures = new();

    [Fact]
    public async Task No_request_is_lost_while_versions_come_fail_and_go()
    {
        await using var versions = new VersionedAgent(gateways);
        await versions.StartAsync();
        await versions.DeployAsync("v1.2");
        await versions.LeadsToAsync("v1.2");
        var path = $"/{versions.Name}/{versions.Name}/http/v1/version";
        using var client = await ClientAsync();
        await Until.TrueAsync(async () => (await client.GetAsync(path, CancellationToken.None)).IsSuccessStatusCode);

        using var stop = new CancellationTokenSource();
        var load = Enumerable.Range(0, Clients).Select(_ => AskAsync(client, path, stop.Token)).ToArray();
        await AnsweredAsync("v1.2");

        await versions.DeployAsync("v1.3");
        await versions.LeadsToAsync("v1.3");
        await AnsweredAsync("v1.3");

        // A release that never comes up: the pods before it go on serving, but the version is not healthy.
        await versions.PutAsync("v1.3", 2, spec => spec.WithImage("registry.example/app:broken", "broken") with
        {
            Rollout = new RolloutSpec { DeadlineSeconds = 5, AutoRollback = false },
        });
        await versions.LeadsToAsync("v1.2");
        await AnsweredAsync("v1.2");

        await versions.DeployAsync("v1.3", 3);
        await versions.LeadsToAsync("v1.3");
        await AnsweredAsync("v1.3");

        await versions.PutAsync("v1.3", 4, spec => spec with { State = ComponentState.Undeployed });
        await versions.Agent.PhaseAsync(versions.IdOf("v1.3"), IntentPhase.Undeployed, 4);
        await AnsweredAsync("v1.2");

        await stop.CancelAsync();
        await Task.WhenAll(load);
        output.WriteLine(string.Join(", ", _answers.Select(answer => $"{answer.Key}: {answer.Value}")));
        Assert.Empty(_failures);
    }

    private async Task<HttpClient> ClientAsync()
    {
        var client = new HttpClient { BaseAddress = new Uri($"http://{await gateways.AddressAsync()}"), Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Host = "test.acme.example.com";
        return client;
    }

    private async Task AskAsync(HttpClient client, string path, CancellationToken stop)
    {
        await Task.Yield();
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var answer = await client.GetAsync(path, CancellationToken.None);
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

    private async Task AnsweredAsync(string release)
    {
        var before = _answers.GetValueOrDefault(release);
        await Until.TrueAsync(() => _answers.GetValueOrDefault(release) >= before + Enough, what: $"{release} to answer");
    }
}
