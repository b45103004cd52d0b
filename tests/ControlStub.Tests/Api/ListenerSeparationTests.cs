using System.Net;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Api.OpenApi;
using Pdp.ControlStub.Gateway;
using Pdp.Protocol;

namespace Pdp.ControlStub.Tests.Api;

/// <summary>Security rule 1: nothing of the operators' on the agents' listener, and the other way round.</summary>
public sealed class ListenerSeparationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_operation_of_the_API_exists_on_the_agents_listener_whatever_the_token()
    {
        await using var stub = await RunningStub.StartAsync();
        var bundle = await stub.AddPlaneAsync();
        await stub.SendAsync("PUT", "/api/v1/planes/east/intents/web", Samples.Web);
        foreach (var token in new[] { stub.Token, (string?)bundle["token"], null })
        {
            using var client = stub.NewClient(token, stub.Server.Agents);
            foreach (var (method, path) in Operations())
            {
                using var request = new HttpRequestMessage(method, path.Replace("{plane}", "east").Replace("{id}", "web"));
                using var response = await client.SendAsync(request, Cancel);
                Assert.True(response.StatusCode == HttpStatusCode.NotFound, $"{method} {path} answered {response.StatusCode}");
            }
        }

        Assert.Equal("web", (string?)(await stub.SendAsync("GET", "/api/v1/planes/east/intents/web")).Expect(HttpStatusCode.OK)["id"]);
    }

    [Fact]
    public async Task The_channel_does_not_exist_on_the_operators_listener_whatever_the_token()
    {
        await using var stub = await RunningStub.StartAsync();
        var bundle = await stub.AddPlaneAsync();
        foreach (var token in new[] { stub.Token, (string?)bundle["token"], null })
        {
            using var client = stub.NewClient(token);
            foreach (var path in new[] { ProtocolLimits.ChannelPath, AgentEndpoints.HealthPath })
            {
                using var response = await client.GetAsync(path, Cancel);
                Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            }
        }
    }

    [Fact]
    public async Task The_agents_listener_answers_its_own_health_and_speaks_TLS_only()
    {
        await using var stub = await RunningStub.StartAsync();
        using var client = stub.NewClient(null, stub.Server.Agents);
        using var healthy = await client.GetAsync(AgentEndpoints.HealthPath, Cancel);
        Assert.Equal(HttpStatusCode.OK, healthy.StatusCode);
        using var plain = new HttpClient { BaseAddress = new UriBuilder("http", "127.0.0.1", stub.Server.Agents.Port).Uri };
        await Assert.ThrowsAsync<HttpRequestException>(() => plain.GetAsync(AgentEndpoints.HealthPath, Cancel));
    }

    private static IEnumerable<(HttpMethod Method, string Path)> Operations()
    {
        var document = JsonNode.Parse(OpenApiDocument.Bytes.Span)!;
        foreach (var (path, item) in (JsonObject)document["paths"]!)
            foreach (var (method, _) in (JsonObject)item!)
                if (method is not "parameters")
                    yield return (new HttpMethod(method.ToUpperInvariant()), path);
    }
}
