using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Pdp.Story;
using Pdp.Story.Staging;
using Pdp.Testing;

namespace Pdp.EndToEnd.Observability;

/// <summary>A stage of its own whose agent can be asked, by default with a component that never stops logging.</summary>
internal sealed class ObservedPlane : IAsyncDisposable
{
    private const string Component = "chatter";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TempDirectory _directory = new();
    private HttpClient? _client;

    private ObservedPlane(IReadOnlyList<string> agentArguments, IReadOnlyList<string> clusterArguments) => Stage = new Stage(new StageOptions
    {
        Observed = true,
        ClusterArguments = clusterArguments,
        AgentArguments = [.. agentArguments, "--audit-dir", Audit],
    });

    public Stage Stage { get; }

    /// <summary>Directory of the agent's audit trail.</summary>
    public string Audit => _directory.Combine("audit");

    private HttpClient Client => _client ?? throw new InvalidOperationException("the plane was not started");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Starts everything and waits until the component is Healthy.</summary>
    public static async Task<ObservedPlane> StartAsync()
    {
        var plane = await OpenAsync([], []);
        try
        {
            await plane.DeployAsync(Component, Document());
            return plane;
        }
        catch
        {
            await plane.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts everything, without a component.</summary>
    public static async Task<ObservedPlane> OpenAsync(IReadOnlyList<string> agentArguments, IReadOnlyList<string> clusterArguments)
    {
        var plane = new ObservedPlane(agentArguments, clusterArguments);
        try
        {
            await plane.Stage.OpenAsync(Ct);
            var observation = plane.Stage.Agent.Observation!;
            plane._client = new HttpClient(observation.Handler()) { BaseAddress = observation.Url };
            await plane.Stage.ConnectedAsync(Ct);
            return plane;
        }
        catch
        {
            await plane.DisposeAsync();
            throw;
        }
    }

    /// <summary>Deploys a component and waits until it is Healthy.</summary>
    public async Task DeployAsync(string id, JsonObject document)
    {
        var generation = await Stage.PutAsync(id, document, Ct);
        await Stage.PhaseAsync(id, generation, "Healthy", Limit, Ct);
    }

    /// <summary>A token of the control plane's.</summary>
    public async Task<string> TokenAsync(JsonObject asked) =>
        (string)(await Stage.Control.Api.SendAsync(HttpMethod.Post, $"/api/v1/planes/{Stage.Plane}/tokens", asked.ToJsonString(), "application/json", Ct))
            .MustBeOk("token").Json["token"]!;

    /// <summary>Asks the plane.</summary>
    public Task<HttpResponseMessage> SearchAsync(string token, string body) => SendAsync(
        new HttpRequestMessage(HttpMethod.Post, "/api/v1/logs/query") { Content = new StringContent(body, Encoding.UTF8, "application/json") }, token);

    /// <summary>Runs a command of <c>pdp-control</c> that asks the plane; fails unless it succeeds.</summary>
    public Task<string> CommandAsync(params string[] arguments) => Stage.Control.CommandAsync(
        Ct, [.. arguments, "--cacert", Stage.Agent.Observation!.AuthorityFile]);

    /// <summary>Asks the plane anything; null in the body's place is a GET.</summary>
    public async Task<JsonNode> AskAsync(string token, string path, string? body = null)
    {
        using var answer = await AgainAsync(() => SendAsync(
            new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, $"/api/v1/{path}")
            {
                Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
            },
            token));
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>What is found.</summary>
    public async Task<IReadOnlyList<string>> FoundAsync(string token, string body)
    {
        using var answer = await AgainAsync(() => SearchAsync(token, body));
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {text}");
        return [.. JsonNode.Parse(text)!["logs"]!.AsArray().Select(line => (string)line!["message"]!)];
    }

    /// <summary>What is found; null while the plane does not answer.</summary>
    public async Task<IReadOnlyList<string>?> TryFindAsync(string token, string body)
    {
        try
        {
            using var answer = await SearchAsync(token, body);
            return answer.IsSuccessStatusCode
                ? [.. JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!["logs"]!.AsArray().Select(line => (string)line!["message"]!)]
                : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Follows the plane's lines.</summary>
    public async Task<StreamReader> TailAsync(string token)
    {
        var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/api/v1/logs/tail?component={Component}"), token);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
        return new StreamReader(await answer.Content.ReadAsStreamAsync(Ct));
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await Stage.DisposeAsync();
        _directory.Dispose();
    }

    // An agent that could not renew its lease in time, as happens where many processes share a processor, says that it is to be asked again.
    private static async Task<HttpResponseMessage> AgainAsync(Func<Task<HttpResponseMessage>> ask)
    {
        HttpResponseMessage? answer = null;
        await Poll.UntilTrueAsync(
            "the plane to answer",
            async () =>
            {
                answer?.Dispose();
                answer = await ask();
                return answer.StatusCode != HttpStatusCode.ServiceUnavailable;
            },
            Limit,
            Ct);
        return answer!;
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string token)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
    }

    private static JsonObject Document() => JsonNode.Parse(
        $$"""
        {
          "apiVersion": "pdp.dev/v1",
          "kind": "Component",
          "metadata": { "project": "shop", "environment": "development", "component": "{{Component}}" },
          "spec": {
            "type": "worker",
            "release": "one",
            "containers": { "main": { "image": "ghcr.io/example/chatter:1" } }
          }
        }
        """)!.AsObject();
}
