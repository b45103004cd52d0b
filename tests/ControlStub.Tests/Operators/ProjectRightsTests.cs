using System.Net;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Tests.Api;

namespace Pdp.ControlStub.Tests.Operators;

/// <summary>Who has a hand in one project sees and changes that project, and nothing of the others.</summary>
public sealed class ProjectRightsTests : IAsyncLifetime
{
    private RunningStub _stub = null!;
    private Someone _shop = null!;

    public async ValueTask InitializeAsync()
    {
        _stub = await RunningStub.StartAsync();
        await _stub.AddPlaneAsync();
        (await _stub.SendAsync("PUT", "/api/v1/planes/east/intents/till", Someone.Of("bank", "till"))).Expect(HttpStatusCode.Created);
        _shop = await Someone.AddAsync(_stub, "ann", "developer acme/shop", "viewer acme/stock");
        (await _shop.PutAsync("web", "acme", "shop")).Expect(HttpStatusCode.Created);
        (await _stub.SendAsync("PUT", "/api/v1/planes/east/intents/shelf", Someone.Of("acme", "stock"))).Expect(HttpStatusCode.Created);
    }

    public async ValueTask DisposeAsync()
    {
        _shop.Dispose();
        await _stub.DisposeAsync();
    }

    [Fact]
    public async Task An_intent_of_a_project_one_may_not_see_is_as_one_that_is_not_there()
    {
        foreach (var (method, part) in new[] { ("GET", ""), ("GET", "/status"), ("DELETE", ""), ("POST", "/suspend"), ("POST", "/resume"), ("POST", "/undeploy"), ("POST", "/retry") })
        {
            var hidden = await _shop.SendAsync(method, $"/api/v1/planes/east/intents/till{part}");
            var missing = await _shop.SendAsync(method, $"/api/v1/planes/east/intents/none{part}");
            hidden.Expect(HttpStatusCode.NotFound);
            Assert.Equal(missing.Text, hidden.Text);
        }

        var seen = (await _shop.SendAsync("GET", "/api/v1/planes/east/intents")).Expect(HttpStatusCode.OK);
        Assert.Equal(["shelf", "web"], seen["items"]!.AsArray().Select(i => (string)i!["id"]!));
        // Pages are cut after what may not be seen was left out.
        Assert.Null((await _shop.SendAsync("GET", "/api/v1/planes/east/intents?limit=2")).Expect(HttpStatusCode.OK)["next"]);
        Assert.Empty((await _shop.SendAsync("GET", "/api/v1/planes/east/intents?organization=bank")).Expect(HttpStatusCode.OK)["items"]!.AsArray());
    }

    [Fact]
    public async Task What_one_may_see_but_not_change_is_refused_with_what_is_missing()
    {
        foreach (var (method, part) in new[] { ("DELETE", ""), ("POST", "/suspend"), ("POST", "/retry") })
        {
            var refused = await _shop.SendAsync(method, $"/api/v1/planes/east/intents/shelf{part}");
            refused.Expect(HttpStatusCode.Forbidden);
            Assert.Equal("needs developer on acme/stock", (string?)refused.Json["errors"]![0]!["message"]);
        }
    }

    [Fact]
    public async Task An_intent_cannot_be_put_into_or_taken_from_a_project_of_others()
    {
        var into = await _shop.PutAsync("web", "bank", "till");
        into.Expect(HttpStatusCode.Forbidden);
        Assert.Equal(["needs developer on bank/till"], Messages(into));
        var from = await _shop.PutAsync("till", "acme", "shop");
        from.Expect(HttpStatusCode.Forbidden);
        Assert.Equal(["is taken by an intent that you may not see; choose another"], Messages(from));
        Assert.DoesNotContain("bank", from.Text);
        var seen = await _shop.PutAsync("shelf", "acme", "shop");
        seen.Expect(HttpStatusCode.Forbidden);
        Assert.Equal(["needs developer on acme/stock"], Messages(seen));
        var applied = await _shop.SendAsync("POST", "/api/v1/apply?plane=east&dryRun=true", WithId(Someone.Of("bank", "till"), "till"));
        applied.Expect(HttpStatusCode.Forbidden);
        Assert.Equal((1, "bank"), (await GenerationAndOwnerAsync("till")));
    }

    [Fact]
    public async Task Documents_need_the_project_of_their_component_and_types_the_organization()
    {
        var backend = Samples.File("sample-three-tiers/2-backend.yaml");
        var database = Samples.File("sample-three-tiers/1-database.yaml");
        using var developer = await Someone.AddAsync(_stub, "dev", "developer default/online-store", "developer default/default");
        using var stranger = await Someone.AddAsync(_stub, "stranger", "admin bank/*");
        using var engineer = await Someone.AddAsync(_stub, "engineer", "platform-engineer default/*");
        var refused = await ApplyAsync(stranger, backend);
        refused.Expect(HttpStatusCode.Forbidden);
        Assert.Equal(refused.Json["errors"]!.AsArray().Count, Messages(refused).Count(m => m.StartsWith("needs developer on default/", StringComparison.Ordinal)));

        var type = await ApplyAsync(developer, database);
        type.Expect(HttpStatusCode.Forbidden);
        Assert.Contains("needs platform-engineer on default/*", Messages(type));
        (await ApplyAsync(engineer, database)).Expect(HttpStatusCode.OK);
        (await ApplyAsync(engineer, backend)).Expect(HttpStatusCode.OK);
        // The same again by whoever has only the bank: still not told what is there.
        Assert.Equal(refused.Text, (await ApplyAsync(stranger, backend)).Text);
    }

    [Fact]
    public async Task A_component_cannot_be_moved_into_ones_own_project_nor_a_release_of_others_be_bound()
    {
        static string Component(string name, string project) => $$"""
            apiVersion: core.openchoreo.dev/v1alpha1
            kind: Component
            metadata: {name: {{name}}, namespace: acme}
            spec: {type: service, projectName: {{project}}}
            """;
        static string Release(string name, string component) => $$"""
            apiVersion: core.openchoreo.dev/v1alpha1
            kind: ComponentRelease
            metadata: {name: {{name}}, namespace: acme}
            spec: {componentName: {{component}}, image: example.com/a:1}
            """;
        static string Binding(string name, string component, string release) => $$"""
            apiVersion: core.openchoreo.dev/v1alpha1
            kind: ReleaseBinding
            metadata: {name: {{name}}, namespace: acme}
            spec: {componentName: {{component}}, environmentName: dev, componentReleaseName: {{release}}}
            """;
        (await _stub.ApplyAsync(string.Join("\n---\n", Component("vault", "secret"), Release("vault-1", "vault")))).Expect(HttpStatusCode.OK);
        foreach (var stolen in new[]
        {
            Component("vault", "shop"),
            string.Join("\n---\n", Component("vault", "shop"), Binding("b", "vault", "vault-1")),
            string.Join("\n---\n", Component("mine", "shop"), Binding("b", "mine", "vault-1")),
            Release("vault-2", "vault"),
            Release("unknown-1", "unknown"),
        })
        {
            var reply = await ApplyAsync(_shop, stolen);
            reply.Expect(HttpStatusCode.Forbidden);
            Assert.Contains(Messages(reply), m => m is "needs developer on acme/secret" or "needs developer on acme/*");
        }

        (await ApplyAsync(_shop, string.Join("\n---\n", Component("mine", "shop"), Release("mine-1", "mine"), Binding("b", "mine", "mine-1")))).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Events_are_those_of_planes_and_of_projects_one_may_see_and_name_who_and_why()
    {
        (await _shop.SendAsync("POST", "/api/v1/planes/east/intents/web/retry", headers: ("Pdp-Reason", "größer als gestern"))).Expect(HttpStatusCode.OK);
        var all = await EventsAsync(_stub.SendAsync);
        var mine = await EventsAsync(_shop.SendAsync);
        Assert.Equal(
            ["planeCreated -", "intentChanged web", "intentChanged shelf", "intentChanged web"], mine.Select(e => $"{e["type"]} {e["intent"] ?? "-"}"));
        Assert.Contains(all, e => (string?)e["intent"] == "till");
        Assert.Contains(all, e => (string?)e["type"] == "grantGiven");
        var last = mine[^1];
        Assert.Equal(("user/ann", "größer als gestern", "acme", "shop"), ((string?)last["actor"], (string?)last["reason"], (string?)last["organization"], (string?)last["project"]));
        Assert.Equal("user/admin", (string?)mine[0]["actor"]);
    }

    [Fact]
    public async Task A_stream_ends_with_the_token_that_opened_it_and_shows_nothing_more_once_a_grant_is_taken()
    {
        using var other = await Someone.AddAsync(_stub, "other", "viewer acme/shop", "viewer bank/till");
        await using var stream = await SseReader.OpenAsync(_stub, "/api/v1/events", token: other.Token);
        await _stub.SendAsync("POST", "/api/v1/planes/east/intents/till/retry");
        Assert.Equal("till", (string?)JsonNode.Parse((await stream.NextAsync()).Data)!["intent"]);
        await _stub.SendAsync("DELETE", "/api/v1/users/other/grants/bank/till");
        await _stub.SendAsync("POST", "/api/v1/planes/east/intents/till/retry");
        await _stub.SendAsync("POST", "/api/v1/planes/east/intents/web/retry");
        Assert.Equal("web", (string?)JsonNode.Parse((await stream.NextAsync()).Data)!["intent"]);
        await _stub.SendAsync("DELETE", "/api/v1/users/other");
        await stream.UntilEndedAsync();
    }

    private static IEnumerable<string> Messages(Reply reply) => reply.Json["errors"]!.AsArray().Select(e => (string)e!["message"]!);

    private static Task<Reply> ApplyAsync(Someone user, string yaml) => user.SendAsync("POST", "/api/v1/apply?plane=east", yaml, "application/yaml");

    private static string WithId(string document, string id) => document.Replace("\"metadata\": {", $"\"metadata\": {{ \"id\": \"{id}\",", StringComparison.Ordinal);

    private static async Task<List<JsonNode>> EventsAsync(Func<string, string, string?, string, (string, string)[], Task<Reply>> send)
    {
        var reply = await send("GET", "/api/v1/events", null, "", [("Accept", "application/json")]);
        return [.. reply.Expect(HttpStatusCode.OK)["items"]!.AsArray().Select(e => e!)];
    }

    private async Task<(long Generation, string Organization)> GenerationAndOwnerAsync(string id)
    {
        var intent = (await _stub.SendAsync("GET", $"/api/v1/planes/east/intents/{id}")).Expect(HttpStatusCode.OK);
        return ((long)intent["generation"]!, (string)intent["organization"]!);
    }
}
