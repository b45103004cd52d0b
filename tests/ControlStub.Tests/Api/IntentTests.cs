using System.Net;
using System.Text.Json.Nodes;

namespace Pdp.ControlStub.Tests.Api;

public sealed class IntentTests
{
    private const string Web = "/api/v1/planes/east/intents/web";

    [Fact]
    public async Task What_is_put_is_signed_with_a_generation_that_rises_with_every_change_only()
    {
        await using var stub = await RunningStub.StartAsync();
        var bundle = await stub.AddPlaneAsync();
        var created = await stub.SendAsync("PUT", Web, Samples.Web);
        Assert.Equal(1, (int)created.Expect(HttpStatusCode.Created)["generation"]!);
        Assert.Equal("\"1\"", created.Headers.ETag!.Tag);
        Assert.Equal(Web, created.Headers.Location!.ToString());

        // The same said in another way is the same.
        var again = (await stub.SendAsync("PUT", Web, ToYaml(Samples.Web), "application/yaml")).Expect(HttpStatusCode.OK);
        Assert.Equal(("unchanged", 1), ((string?)again["result"], (int)again["generation"]!));
        var changed = (await stub.SendAsync("PUT", Web, Samples.WebOf("example.com/web:2"))).Expect(HttpStatusCode.OK);
        Assert.Equal(("changed", 2), ((string?)changed["result"], (int)changed["generation"]!));

        var shown = (await stub.SendAsync("GET", Web)).Expect(HttpStatusCode.OK);
        Assert.Equal("pending", (string?)shown["delivery"]);
        Assert.Equal(2, (int)shown["document"]!["metadata"]!["generation"]!);
        Assert.Equal("east", (string?)shown["document"]!["metadata"]!["plane"]);
        Assert.Equal("web", (string?)shown["document"]!["metadata"]!["id"]);
        Assert.Equal("example.com/web:2", (string?)shown["document"]!["spec"]!["containers"]!["main"]!["image"]);
        Assert.Single(bundle["signingKeys"]!.AsArray());
    }

    [Fact]
    public async Task Two_hundred_intents_put_at_once_are_all_there()
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        var replies = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => stub.SendAsync("PUT", $"{Web}-{i}", Samples.Web)));
        Assert.All(replies, r => r.Expect(HttpStatusCode.Created));
        var listed = (await stub.SendAsync("GET", "/api/v1/planes/east/intents?limit=1000")).Expect(HttpStatusCode.OK);
        Assert.Equal(200, listed["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task Many_changes_of_one_intent_at_once_get_a_generation_each()
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            while (true)
            {
                var reply = await stub.SendAsync("PUT", Web, Samples.WebOf($"example.com/web:{i}"));
                if (reply.Status != HttpStatusCode.ServiceUnavailable)
                    return (int)reply.Json["generation"]!;
            }
        }));
        Assert.Equal(Enumerable.Range(1, 20), replies.Order());
    }

    [Fact]
    public async Task A_change_based_on_an_old_generation_is_refused()
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        (await stub.SendAsync("PUT", Web, Samples.Web, headers: ("If-Match", "\"7\""))).Expect(HttpStatusCode.PreconditionFailed);
        await stub.SendAsync("PUT", Web, Samples.Web);
        (await stub.SendAsync("PUT", Web, Samples.WebOf("a:2"), headers: ("If-Match", "\"1\""))).Expect(HttpStatusCode.OK);
        (await stub.SendAsync("PUT", Web, Samples.WebOf("a:3"), headers: ("If-Match", "\"1\""))).Expect(HttpStatusCode.PreconditionFailed);
        (await stub.SendAsync("PUT", Web, Samples.WebOf("a:3"), headers: ("If-Match", "\"x\""))).Expect(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Everything_wrong_with_an_intent_is_told_at_once_and_nothing_is_kept()
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        var wrong = (JsonObject)JsonNode.Parse(Samples.Web)!;
        wrong["spec"]!["type"] = "spaceship";
        wrong["spec"]!["containers"]!["main"]!["ports"]!["http"]!["port"] = 70000;
        wrong["spec"]!["replica"] = 3;
        var reply = await stub.SendAsync("PUT", Web, wrong.ToJsonString());
        reply.Expect(HttpStatusCode.UnprocessableEntity);
        Assert.True(reply.Errors.Count >= 3, string.Join('\n', reply.Errors));
        Assert.DoesNotContain("spaceship", reply.Text);
        (await stub.SendAsync("GET", Web)).Expect(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("plane", "west", "metadata.plane: mismatch")]
    [InlineData("id", "other", "metadata.id: mismatch")]
    public async Task A_document_for_somewhere_else_is_refused(string field, string value, string error)
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        var document = (JsonObject)JsonNode.Parse(Samples.Web)!;
        document["metadata"]![field] = value;
        var reply = await stub.SendAsync("PUT", Web, document.ToJsonString());
        reply.Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Equal([error], reply.Errors);
    }

    [Fact]
    public async Task A_removal_is_not_put()
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        var reply = await stub.SendAsync("PUT", Web, """{"apiVersion":"pdp.dev/v1","kind":"Removal","spec":{}}""");
        reply.Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["kind: unknownKind"], reply.Errors);
    }

    [Fact]
    public async Task A_generation_in_the_document_is_not_used_and_that_is_said()
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        var document = (JsonObject)JsonNode.Parse(Samples.Web)!;
        document["metadata"]!["generation"] = 41;
        var reply = (await stub.SendAsync("PUT", Web, document.ToJsonString())).Expect(HttpStatusCode.Created);
        Assert.Equal(1, (int)reply["generation"]!);
        Assert.Equal("metadata.generation", (string?)reply["notes"]![0]!["path"]);
    }

    [Fact]
    public async Task Suspend_resume_and_undeploy_change_the_state_and_nothing_else()
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        await stub.SendAsync("PUT", Web, Samples.Web);
        async Task<JsonObject> After(string verb)
        {
            (await stub.SendAsync("POST", $"{Web}/{verb}")).Expect(HttpStatusCode.OK);
            return (await stub.SendAsync("GET", Web)).Expect(HttpStatusCode.OK);
        }

        var suspended = await After("suspend");
        Assert.Equal(("Suspended", 2), ((string?)suspended["state"], (int)suspended["generation"]!));
        Assert.Equal("Suspended", (string?)suspended["document"]!["spec"]!["state"]);
        Assert.Equal(2, (int)(await After("suspend"))["generation"]!);
        Assert.Equal("Undeployed", (string?)(await After("undeploy"))["state"]);
        Assert.True((bool)(await After("undeploy?deleteVolumes=true"))["document"]!["spec"]!["deleteVolumes"]!);
        var resumed = await After("resume");
        Assert.Equal("Active", (string?)resumed["state"]);
        Assert.Null(resumed["document"]!["spec"]!["deleteVolumes"]);
        Assert.Equal("example.com/web:1", (string?)resumed["document"]!["spec"]!["containers"]!["main"]!["image"]);
        (await stub.SendAsync("POST", "/api/v1/planes/east/intents/none/suspend")).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_removed_intent_stays_visible_until_it_is_gone_and_its_generation_never_falls()
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        await stub.SendAsync("PUT", Web, Samples.Web);
        var removed = (await stub.SendAsync("DELETE", Web)).Expect(HttpStatusCode.Accepted);
        Assert.Equal(("removed", 2), ((string?)removed["result"], (int)removed["generation"]!));
        Assert.Equal("unchanged", (string?)(await stub.SendAsync("DELETE", Web)).Expect(HttpStatusCode.Accepted)["result"]);
        Assert.Equal(3, (int)(await stub.SendAsync("DELETE", Web + "?deleteVolumes=true")).Expect(HttpStatusCode.Accepted)["generation"]!);
        Assert.True((bool)(await stub.SendAsync("GET", Web)).Expect(HttpStatusCode.OK)["removed"]!);
        (await stub.SendAsync("POST", Web + "/suspend")).Expect(HttpStatusCode.NotFound);
        Assert.Empty((await stub.SendAsync("GET", "/api/v1/planes/east/intents")).Expect(HttpStatusCode.OK)["items"]!.AsArray());
        Assert.Single((await stub.SendAsync("GET", "/api/v1/planes/east/intents?removed=true")).Expect(HttpStatusCode.OK)["items"]!.AsArray());
        Assert.Equal(4, (int)(await stub.SendAsync("PUT", Web, Samples.Web)).Expect(HttpStatusCode.Created)["generation"]!);
    }

    [Fact]
    public async Task A_retry_is_a_new_generation_of_the_same_content()
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        await stub.SendAsync("PUT", Web, Samples.Web);
        Assert.Equal(2, (int)(await stub.SendAsync("POST", Web + "/retry")).Expect(HttpStatusCode.OK)["generation"]!);
        Assert.Equal("unchanged", (string?)(await stub.SendAsync("PUT", Web, Samples.Web)).Expect(HttpStatusCode.OK)["result"]);
    }

    [Fact]
    public async Task A_restart_a_pause_and_its_end_are_new_generations_of_the_same_content()
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        await stub.SendAsync("PUT", Web, Samples.Web);
        async Task<JsonNode> After(string verb)
        {
            (await stub.SendAsync("POST", $"{Web}/{verb}")).Expect(HttpStatusCode.OK);
            return (await stub.SendAsync("GET", Web)).Expect(HttpStatusCode.OK)["document"]!;
        }

        var restarted = await After("restart");
        Assert.Equal(2, (int)restarted["metadata"]!["generation"]!);
        Assert.Matches("^[0-9T:.-]+Z$", (string?)restarted["spec"]!["restart"]);
        Assert.True((bool)(await After("pause"))["spec"]!["paused"]!);
        Assert.Equal(3, (int)(await After("pause"))["metadata"]!["generation"]!);
        var unpaused = await After("unpause");
        Assert.Equal((4, null), ((int)unpaused["metadata"]!["generation"]!, unpaused["spec"]!["paused"]));
        Assert.Equal((string?)restarted["spec"]!["restart"], (string?)unpaused["spec"]!["restart"]);
        Assert.Equal("example.com/web:1", (string?)unpaused["spec"]!["containers"]!["main"]!["image"]);
    }

    [Fact]
    public async Task A_restart_loses_nothing()
    {
        await using var stub = await RunningStub.StartAsync();
        var bundle = await stub.AddPlaneAsync();
        await stub.SendAsync("PUT", Web, Samples.Web);
        await stub.SendAsync("PUT", Web + "-2", Samples.Web);
        await stub.SendAsync("DELETE", Web + "-2");
        var token = stub.Token;
        var before = (await stub.SendAsync("GET", Web)).Text;
        var events = (await stub.SendAsync("GET", "/api/v1/events", headers: ("Accept", "application/json"))).Text;
        await stub.RestartAsync();

        Assert.Equal(token, stub.Token);
        Assert.Null(stub.Server.MadeAdminToken);
        Assert.Equal(before, (await stub.SendAsync("GET", Web)).Text);
        Assert.Equal(events, (await stub.SendAsync("GET", "/api/v1/events", headers: ("Accept", "application/json"))).Text);
        Assert.Equal(3, (int)(await stub.SendAsync("PUT", Web + "-2", Samples.Web)).Expect(HttpStatusCode.Created)["generation"]!);
        var renewed = (await stub.SendAsync("POST", "/api/v1/planes/east/bundle")).Expect(HttpStatusCode.Created);
        Assert.Equal(bundle["signingKeys"]!.ToJsonString(), renewed["signingKeys"]!.ToJsonString());
        Assert.Equal((string?)bundle["caCertificate"], (string?)renewed["caCertificate"]);
    }

    private static string ToYaml(string json)
    {
        // Flow style is YAML too; the order of names is turned round.
        var document = (JsonObject)JsonNode.Parse(json)!;
        return new JsonObject(document.Reverse().Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))).ToJsonString();
    }
}
