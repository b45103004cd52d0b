using System.Net;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Tests.Pipelines;

/// <summary>An environment on more than one plane: a release is there when it is on all of them, and ready when it is healthy on all.</summary>
public sealed class SeveralPlanesTests : IAsyncLifetime
{
    private const string Web = "acme/shop/web";

    private RunningStub _stub = null!;
    private long _reports;

    public async ValueTask InitializeAsync()
    {
        _stub = await RunningStub.StartAsync();
        foreach (var plane in new[] { "east", "west", "north" })
            await _stub.AddPlaneAsync(plane);
        await PipelineAsync("""["east", "west"]""");
        foreach (var release in new[] { "web-1", "web-2" })
            (await _stub.SendAsync("PUT", $"/api/v1/releases/{Web}/{release}", PipelinePlane.Release($"example.com/{release}:1"))).Expect(HttpStatusCode.Created);
        foreach (var environment in new[] { "staging", "production" })
            await _stub.SendAsync("PUT", $"/api/v1/bindings/{Web}/{environment}/values", """{"config": {"greeting": "hello"} }""");
    }

    public ValueTask DisposeAsync() => _stub.DisposeAsync();

    [Fact]
    public async Task A_release_goes_to_every_plane_and_on_once_it_is_healthy_on_all()
    {
        var deployed = (await AskAsync("staging", "deploy?release=web-1")).Expect(HttpStatusCode.OK);
        Assert.Equal(["east", "west"], deployed["intents"]!.AsArray().Select(i => (string?)i!["plane"]));
        await SayAsync("east", "staging");
        Assert.Contains("the plane west has not said yet", (await AskAsync("production", "promote")).Text, StringComparison.Ordinal);
        await SayAsync("west", "staging", IntentPhase.Degraded);
        Assert.Contains("on the plane west it is Degraded", (await AskAsync("production", "promote")).Text, StringComparison.Ordinal);
        await SayAsync("west", "staging", digest: PipelinePlane.OtherDigest);
        Assert.Contains("on the plane west, and the release is", (await AskAsync("production", "promote")).Text, StringComparison.Ordinal);
        await SayAsync("west", "staging");
        (await AskAsync("production", "promote")).Expect(HttpStatusCode.OK);
        Assert.Equal($"example.com/web-1:1@{PipelinePlane.Digest}", await ImageAsync("north", "production"));
    }

    [Fact]
    public async Task Values_and_rollbacks_reach_every_plane_and_history_tells_each_once()
    {
        await AskAsync("staging", "deploy?release=web-1");
        await AskAsync("staging", "deploy?release=web-2");
        Assert.Equal("unchanged", (string?)(await AskAsync("staging", "deploy?release=web-2")).Json["result"]);
        Assert.Equal(["west web-2", "east web-2", "west web-1", "east web-1"], await HistoryAsync());
        (await _stub.SendAsync("PUT", $"/api/v1/bindings/{Web}/staging/values", """{"config": {"greeting": "hello"}, "replicas": 2}""")).Expect(HttpStatusCode.OK);
        (await AskAsync("staging", "rollback")).Expect(HttpStatusCode.OK);
        foreach (var plane in new[] { "east", "west" })
        {
            Assert.Equal("example.com/web-1:1", await ImageAsync(plane, "staging"));
            Assert.Equal(2, (int?)(await SpecAsync(plane, "staging"))["replicas"]);
        }
    }

    [Fact]
    public async Task A_plane_that_is_left_is_no_part_of_it_and_one_that_is_not_must_be_named()
    {
        await AskAsync("staging", "deploy?release=web-1");
        Assert.Equal(["east", "west"], await PlacementsAsync());
        await PipelineAsync("""["west"]""");
        Assert.Contains("is deployed on the plane east; delete the intent acme-web-staging there first", (await AskAsync("staging", "deploy?release=web-2")).Text, StringComparison.Ordinal);
        Assert.Equal(["west web-1", "east web-1"], await HistoryAsync());
        (await _stub.SendAsync("DELETE", "/api/v1/planes/east/intents/acme-web-staging")).Expect(HttpStatusCode.Accepted);
        Assert.Equal(["west"], await PlacementsAsync());
        Assert.Equal(("web-1", "west"), await BindingAsync());
        (await AskAsync("staging", "deploy?release=web-2")).Expect(HttpStatusCode.OK);
        (await _stub.SendAsync("DELETE", "/api/v1/planes/west/intents/acme-web-staging")).Expect(HttpStatusCode.Accepted);
        Assert.Equal((null, null), await BindingAsync());
        Assert.Contains("nothing deployed", (await AskAsync("staging", "rollback")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Documents_that_bind_a_component_on_another_plane_are_part_of_it()
    {
        await PipelineAsync("""["east"]""", organization: "default");
        foreach (var plane in new[] { "east", "west" })
            (await _stub.SendAsync("POST", $"/api/v1/apply?plane={plane}", Documents("web-1"), "application/yaml")).Expect(HttpStatusCode.OK);
        Assert.Equal(["east", "west"], await PlacementsAsync("default/shop/web"));
        (await _stub.SendAsync("PUT", "/api/v1/releases/default/shop/web/web-9", PipelinePlane.Release("example.com/web-9:1"))).Expect(HttpStatusCode.Created);
        await _stub.SendAsync("PUT", "/api/v1/bindings/default/shop/web/staging/values", """{"config": {"greeting": "hello"} }""");
        (await _stub.SendAsync("POST", "/api/v1/bindings/default/shop/web/staging/deploy?release=web-9")).Expect(HttpStatusCode.OK);
        foreach (var plane in new[] { "east", "west" })
            Assert.Equal("example.com/web-9:1", await ImageAsync(plane, "staging", "web-staging"));
    }

    [Theory]
    [InlineData("""[]""", "environments[0].planes")]
    [InlineData("""["east", "east"]""", "environments[0].planes")]
    [InlineData("""["east", "No"]""", "environments[0].planes[1]")]
    [InlineData("""["east", "south"]""", "environments[0].planes[1]")]
    public async Task Planes_that_cannot_be_are_told(string planes, string path)
    {
        var reply = await _stub.SendAsync("PUT", "/api/v1/pipelines/acme/default", $$"""{"environments": [{"name": "staging", "planes": {{planes}} } ]}""");
        Assert.Equal(path, (string?)reply.Expect(HttpStatusCode.UnprocessableEntity)["errors"]![0]!["path"]);
    }

    private async Task PipelineAsync(string planes, string organization = "acme") => (await _stub.SendAsync("PUT", $"/api/v1/pipelines/{organization}/default", $$"""
        {"environments": [{"name": "staging", "planes": {{planes}} }, {"name": "production", "plane": "north"}]}
        """)).Expect(HttpStatusCode.OK);

    private static string Documents(string release) => $$"""
        apiVersion: core.openchoreo.dev/v1alpha1
        kind: Component
        metadata: {name: web, labels: {openchoreo.dev/project: shop} }
        spec: {type: service}
        ---
        apiVersion: core.openchoreo.dev/v1alpha1
        kind: ComponentRelease
        metadata: {name: {{release}} }
        spec: {componentName: web, image: "example.com/{{release}}:1", ports: [{name: http, containerPort: 8080}]}
        ---
        apiVersion: core.openchoreo.dev/v1alpha1
        kind: ReleaseBinding
        metadata: {name: web-staging}
        spec: {componentName: web, componentReleaseName: {{release}}, environmentName: staging}
        """;

    private Task<Reply> AskAsync(string environment, string verb) => _stub.SendAsync("POST", $"/api/v1/bindings/{Web}/{environment}/{verb}");

    private async Task<List<string>> HistoryAsync() =>
        [.. (await _stub.SendAsync("GET", $"/api/v1/bindings/{Web}/staging/history")).Json["items"]!.AsArray().Select(d => $"{d!["plane"]} {d["release"]}")];

    private async Task<List<string?>> PlacementsAsync(string component = Web) =>
        [.. (await _stub.SendAsync("GET", $"/api/v1/bindings/{component}/staging")).Expect(HttpStatusCode.OK)["placements"]!.AsArray().Select(p => (string?)p!["plane"])];

    private async Task<(string? Release, string? Plane)> BindingAsync()
    {
        var binding = (await _stub.SendAsync("GET", $"/api/v1/bindings/{Web}/staging")).Json;
        return ((string?)binding["release"], (string?)binding["plane"]);
    }

    private async Task<JsonNode> SpecAsync(string plane, string environment, string? id = null) =>
        (await _stub.SendAsync("GET", $"/api/v1/planes/{plane}/intents/{id ?? $"acme-web-{environment}"}")).Expect(HttpStatusCode.OK)["document"]!["spec"]!;

    private async Task<string?> ImageAsync(string plane, string environment, string? id = null) =>
        (string?)(await SpecAsync(plane, environment, id))["containers"]!["main"]!["image"];

    private async Task SayAsync(string plane, string environment, IntentPhase phase = IntentPhase.Healthy, string digest = PipelinePlane.Digest)
    {
        var intent = (await _stub.Server.Store.Intents.FindAsync(plane, $"acme-web-{environment}", RunningStub.Cancel))!;
        var spec = await SpecAsync(plane, environment);
        var release = (string)spec["release"]!;
        var status = new IntentStatus
        {
            Phase = phase,
            ObservedGeneration = intent.Generation,
            RunningGeneration = intent.Generation,
            RunningRelease = release,
            Images = [new ImageStatus("main", (string)spec["containers"]!["main"]!["image"]!, digest, intent.UpdatedAt, release)],
        };
        await _stub.Server.Store.Intents.SaveStatusesAsync(
            plane, new ReportOrder(1, ++_reports), [new StatusRecord(intent.Id, status, intent.UpdatedAt)], [], RunningStub.Cancel);
    }
}
