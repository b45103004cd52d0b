using System.Net;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Store;
using Pdp.ControlStub.Tests.Operators;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Tests.Catalogue;

/// <summary>What planes report is found by who may see it, and only that.</summary>
public sealed class CatalogueTests : IAsyncLifetime
{
    private static readonly StatusCondition _healthy = new("Healthy", "True", "Ready", "", 1, DateTimeOffset.UnixEpoch);

    private RunningStub _stub = null!;
    private long _reports;

    public async ValueTask InitializeAsync()
    {
        _stub = await RunningStub.StartAsync();
        await _stub.AddPlaneAsync();
    }

    public ValueTask DisposeAsync() => _stub.DisposeAsync();

    [Fact]
    public async Task A_major_version_shows_its_newest_healthy_minor_version()
    {
        await RunAsync("a", "backend", "v1.2");
        await RunAsync("b", "backend", "v1.10");
        await RunAsync("c", "backend", "v2.0");
        await SayAsync("b", IntentPhase.Degraded);
        var items = await ListAsync("?component=backend");
        Assert.Equal(["v1 v1.2 true", "v2 v2.0 true"], items.Select(i => $"{i["major"]} {i["version"]} {i["healthy"]}"));
        Assert.Equal(["v1.10", "v1.2"], items[0]["versions"]!.AsArray().Select(v => (string?)v!["version"]));
        await SayAsync("b");
        Assert.Equal("v1.10", (string?)(await ListAsync("?component=backend&version=v1")).Single()["version"]);
        await SayAsync("b", IntentPhase.Undeployed);
        Assert.Equal("v1.2", (string?)(await ListAsync("?component=backend&version=v1")).Single()["version"]);
    }

    [Fact]
    public async Task What_is_rolled_out_takes_nothing_from_what_runs_and_patches_come_after_each_other()
    {
        await RunAsync("a", "backend", "v1.2");
        await RunAsync("b", "backend", "v1.2.9");
        await RunAsync("c", "backend", "v1.2.10");
        await SayAsync("c", IntentPhase.Progressing, conditions: [_healthy]);
        Assert.Equal("v1.2.10", (string?)(await ListAsync("")).Single()["version"]);
        await SayAsync("c", IntentPhase.Progressing);
        Assert.Equal("v1.2.9", (string?)(await ListAsync("")).Single()["version"]);
        await SayAsync("b", IntentPhase.Suspended, conditions: [_healthy]);
        Assert.Equal("v1.2", (string?)(await ListAsync("")).Single()["version"]);
        Assert.Equal(["v1.2.10", "v1.2.9", "v1.2"], (await ListAsync(""))[0]["versions"]!.AsArray().Select(v => (string?)v!["version"]));
        (await _stub.SendAsync("GET", "/api/v1/catalogue?version=v1.2")).Expect(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_filter_holds_for_the_version_that_is_shown()
    {
        await RunAsync("a", "backend", "v1.2", "\"visibility\": [\"public\"],");
        await RunAsync("b", "backend", "v1.3");
        Assert.Empty(await ListAsync("?visibility=Public"));
        await SayAsync("b", IntentPhase.Degraded);
        Assert.Equal("v1.2", (string?)(await ListAsync("?visibility=Public")).Single()["version"]);
    }

    [Fact]
    public async Task What_no_plane_has_reported_is_not_there_and_what_is_removed_goes()
    {
        await PutAsync("a", "backend", null);
        Assert.Empty(await ListAsync(""));
        await SayAsync("a");
        Assert.Equal(["backend - rest"], (await ListAsync("")).Select(i => (string?)i["name"]));
        Assert.Equal("http://backend.shop", (string?)(await ListAsync("")).Single()["url"]);
        // A newer generation that does not run yet changes nothing.
        await PutAsync("a", "backend", null, endpoint: "other");
        await SayAsync("a", IntentPhase.Progressing, running: 1);
        Assert.Equal(["backend - rest"], (await ListAsync("")).Select(i => (string?)i["name"]));
        await SayAsync("a");
        Assert.Equal(["backend - other"], (await ListAsync("")).Select(i => (string?)i["name"]));
        await _stub.Server.Store.Intents.SaveStatusesAsync(
            "east", new ReportOrder(1, ++_reports), [new StatusRecord("a", null, DateTimeOffset.UnixEpoch)], [], RunningStub.Cancel);
        Assert.Empty(await ListAsync(""));
    }

    [Theory]
    [InlineData("search=order", "orders - rest")]
    [InlineData("search=order&in=Content", "")]
    [InlineData("search=refund", "payments - rest")]
    [InlineData("search=refund&in=Name", "")]
    [InlineData("search=storefront&in=Label", "orders - rest,payments - rest")]
    [InlineData("search=storefront%20pay", "payments - rest")]
    [InlineData("search=order%20refund", "")]
    [InlineData("search=shop%20refund&in=All", "payments - rest")]
    [InlineData("search=REST&in=Name", "orders - rest,payments - rest")]
    [InlineData("search=team&in=Label", "orders - rest,payments - rest")]
    [InlineData("search=refunds&in=Content", "payments - rest")]
    [InlineData("search=efund&in=Content", "")]
    [InlineData("search=nothing", "")]
    [InlineData("type=HTTP", "orders - rest,payments - rest")]
    [InlineData("visibility=Public", "")]
    [InlineData("type=GraphQL", "")]
    [InlineData("type=HTTP&visibility=Organization", "payments - rest")]
    [InlineData("visibility=Project", "orders - rest")]
    [InlineData("organization=acme&project=shop", "orders - rest,payments - rest")]
    [InlineData("organization=acme&project=sho", "")]
    public async Task It_is_found_by_name_label_and_content_and_filtered(string query, string expected)
    {
        await RunAsync("a", "orders", null);
        await RunAsync("b", "payments", null, "\"visibility\": [\"organization\"], \"schema\": {\"type\": \"openapi\", \"content\": \"openapi: 3.1.0\\npaths: {/refunds/{id}: {}}\"},");
        Assert.Equal(expected, string.Join(',', (await ListAsync("?" + query)).Select(i => (string?)i["name"])));
    }

    [Fact]
    public async Task One_service_is_shown_with_its_schema_and_pages_go_on()
    {
        await RunAsync("a", "orders", "v1.0", "\"schema\": {\"type\": \"openapi\", \"content\": \"openapi: 3.1.0\"},");
        await RunAsync("b", "payments", null);
        var shown = (await _stub.SendAsync("GET", "/api/v1/catalogue/acme/shop/orders/development/rest")).Expect(HttpStatusCode.OK)["items"]!.AsArray();
        Assert.Equal("openapi: 3.1.0", (string?)Assert.Single(shown)!["schema"]!["content"]);
        (await _stub.SendAsync("GET", "/api/v1/catalogue/acme/shop/orders/production/rest")).Expect(HttpStatusCode.NotFound);
        var first = (await _stub.SendAsync("GET", "/api/v1/catalogue?limit=1")).Json;
        Assert.Equal("acme/shop/development/orders/rest/v1/east", (string?)first["next"]);
        Assert.Equal("payments - rest", (string?)(await ListAsync($"?after={first["next"]}")).Single()["name"]);
    }

    [Fact]
    public async Task Nobody_finds_what_he_may_not_see()
    {
        await RunAsync("a", "orders", null);
        using var ann = await Someone.AddAsync(_stub, "ann", "viewer acme/shop");
        using var eve = await Someone.AddAsync(_stub, "eve", "admin bank/*");
        Assert.Single((await ann.SendAsync("GET", "/api/v1/catalogue")).Json["items"]!.AsArray());
        Assert.Empty((await eve.SendAsync("GET", "/api/v1/catalogue?search=orders")).Json["items"]!.AsArray());
        (await eve.SendAsync("GET", "/api/v1/catalogue/acme/shop/orders/development/rest")).Expect(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_plane_that_is_deleted_takes_its_services_with_it()
    {
        await RunAsync("a", "orders", null);
        await _stub.SendAsync("DELETE", "/api/v1/planes/east");
        Assert.Empty(await ListAsync(""));
    }

    private async Task RunAsync(string id, string component, string? track, string more = "")
    {
        await PutAsync(id, component, track, more: more);
        await SayAsync(id);
    }

    private async Task PutAsync(string id, string component, string? track, string endpoint = "rest", string more = "")
    {
        var reply = await _stub.SendAsync("PUT", $"/api/v1/planes/east/intents/{id}", $$"""
            {
              "apiVersion": "pdp.dev/v1", "kind": "Component",
              "metadata": {"organization": "acme", "project": "shop", "environment": "development", "component": "{{component}}",
                {{(track is null ? "" : $"\"track\": \"{track}\",")}} "labels": {"team": "storefront"} },
              "spec": {
                "type": "service", "release": "r1", "containers": {"main": {"image": "example.com/web:1", "ports": {"http": {"port": 8080} } } },
                "endpoints": {"{{endpoint}}": { {{more}} "port": 80, "targetPort": "http"} } }
            }
            """);
        Assert.True(reply.Status is HttpStatusCode.Created or HttpStatusCode.OK, reply.Text);
    }

    private async Task SayAsync(string id, IntentPhase phase = IntentPhase.Healthy, long? running = null, IReadOnlyList<StatusCondition>? conditions = null)
    {
        var store = _stub.Server.Store;
        var intent = (await store.Intents.FindAsync("east", id, RunningStub.Cancel))!;
        var document = JsonNode.Parse((await _stub.SendAsync("GET", $"/api/v1/planes/east/intents/{id}")).Text)!["document"]!;
        var endpoint = document["spec"]!["endpoints"]!.AsObject().Single().Key;
        var status = new IntentStatus
        {
            Phase = phase,
            ObservedGeneration = intent.Generation,
            RunningGeneration = running ?? intent.Generation,
            Conditions = conditions ?? [],
            Endpoints = [new EndpointStatus(endpoint, $"http://{document["metadata"]!["component"]}.shop", [EndpointVisibility.Project])],
        };
        await store.Intents.SaveStatusesAsync(
            "east", new ReportOrder(1, ++_reports), [new StatusRecord(id, status, intent.UpdatedAt)], [], RunningStub.Cancel);
    }

    private async Task<List<JsonObject>> ListAsync(string query) =>
        [.. (await _stub.SendAsync("GET", $"/api/v1/catalogue{query}")).Expect(HttpStatusCode.OK)["items"]!.AsArray().Select(i => (JsonObject)i!)];
}
