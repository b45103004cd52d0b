using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Pdp.ControlStub.Cli;
using Pdp.Testing;
using static Pdp.ControlStub.Tests.Cli.ControlCommand;

namespace Pdp.ControlStub.Tests.Cli.Observe;

/// <summary>The commands as processes, between a control plane and a plane.</summary>
public sealed class PlaneCommandTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Logs_metrics_and_events_are_asked_of_the_plane_with_a_token_for_no_more_than_is_asked_for()
    {
        await using var stub = await RunningStub.StartAsync();
        using var made = await stub.Client.PostAsJsonAsync(new Uri("/api/v1/planes", UriKind.Relative), new { id = "eu-1" }, Cancel);
        made.EnsureSuccessStatusCode();
        var asked = new List<(string Path, JsonNode Body, JsonNode Claims)>();
        await using var plane = await TestServer.StartAsync(
            async context =>
            {
                var token = context.Request.Headers.Authorization.ToString()["Bearer ".Length..];
                var claims = System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]);
                asked.Add((context.Request.Path, (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: Cancel))!, JsonNode.Parse(claims)!));
                await context.Response.WriteAsync(context.Request.Path.Value switch
                {
                    "/api/v1/logs/query" => """
                        {"logs": [{"timestamp": "2026-01-02T03:04:06Z", "level": "info", "message": "second", "component": "b", "pod": "b-1", "container": "main"},
                                  {"timestamp": "2026-01-02T03:04:05Z", "level": "unknown", "message": "first", "component": "b", "pod": "b-1", "container": "main"}],
                         "tookMs": 1, "partial": true}
                        """,
                    "/api/v1/metrics/query" => """
                        {"series": [{"metric": "cpu", "kind": "usage", "unit": "cores", "points": [[1, 0.5], [2, 0.25]],
                                     "source": {"component": "b", "pod": "b-1", "container": "main"}}],
                         "unavailable": [{"metric": "network", "reason": "there is no Prometheus"}], "step": 30, "partial": false, "tookMs": 1}
                        """,
                    _ => """
                        {"events": [{"timestamp": "2026-01-02T03:04:05Z", "count": 3, "type": "warning", "reason": "BackOff", "message": "back-off\nrestarting",
                                     "kind": "Pod", "name": "b-1", "component": "b"}], "tookMs": 1, "partial": false}
                        """,
                }, Cancel);
            },
            cancellationToken: Cancel);
        string[] where = ["--data", stub.Data, "--url", plane.Address.ToString()];

        var logs = await RunAsync(["logs", "acme/shop/b", "-e", "dev", "-n", "2", "-l", "error", "-s", "\"a phrase\"", .. where]);
        Assert.Matches("(?s)first.*second", logs.Out);
        Assert.Contains("this is not all", logs.Error, StringComparison.Ordinal);
        var (_, body, claims) = asked.Single();
        Assert.Equal(("acme", "shop", "b", "dev"), Names(body["searchScope"]!));
        Assert.Equal(("acme", "shop", "b", "dev"), Names(claims["scopes"]![0]!));
        Assert.Equal(("eu-1", "logs"), ((string?)claims["aud"], (string?)claims["scopes"]![0]!["verbs"]!.AsArray().Single()));
        Assert.Equal(("\"a phrase\"", "error", 2), ((string?)body["search"], (string?)body["levels"]![0], (int)body["limit"]!));

        var metrics = await RunAsync(["metrics", "acme/shop/b", .. where]);
        Assert.Matches("cpu usage +b/b-1/main +0.25 +0.5 +cores", metrics.Out);
        Assert.Contains("network cannot be told: there is no Prometheus", metrics.Error, StringComparison.Ordinal);
        Assert.Matches("warning +BackOff +b Pod/b-1 +back-off restarting", (await RunAsync(["planes", "events", "acme", .. where])).Out);
        Assert.Equal(3, (int)JsonNode.Parse((await RunAsync(["planes", "events", "acme", "-o", "json", .. where])).Out)!["count"]!);

        Assert.Contains("--url", (await EndAsync(ExitCodes.Usage, "logs", "acme", "--data", stub.Data)).Error, StringComparison.Ordinal);
        Assert.Contains("--since", (await EndAsync(ExitCodes.Usage, ["logs", "acme", "--since", "soon", .. where])).Error, StringComparison.Ordinal);
    }

    private static (string?, string?, string?, string?) Names(JsonNode scope) =>
        ((string?)scope["organization"], (string?)scope["project"], (string?)scope["component"], (string?)scope["environment"]);
}
