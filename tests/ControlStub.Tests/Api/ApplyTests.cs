using System.Net;
using System.Text.Json.Nodes;

namespace Pdp.ControlStub.Tests.Api;

public sealed class ApplyTests
{
    private static string Backend => Samples.File("sample-three-tiers/2-backend.yaml");

    [Fact]
    public async Task The_same_again_changes_nothing_and_a_dry_run_never_does()
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        var dry = (await stub.ApplyAsync(Backend, "plane=east&dryRun=true")).Expect(HttpStatusCode.OK);
        Assert.Equal("created", (string?)dry["intents"]![0]!["result"]);
        Assert.Empty((await stub.SendAsync("GET", "/api/v1/planes/east/intents")).Json["items"]!.AsArray());

        Assert.Equal("created", (string?)(await stub.ApplyAsync(Backend)).Expect(HttpStatusCode.OK)["intents"]![0]!["result"]);
        var again = (await stub.ApplyAsync(Backend)).Expect(HttpStatusCode.OK);
        Assert.Equal(("unchanged", 1), ((string?)again["intents"]![0]!["result"], (int)again["intents"]![0]!["generation"]!));
        Assert.All(again["documents"]!.AsArray(), d => Assert.Equal("unchanged", (string?)d!["result"]));
    }

    [Fact]
    public async Task What_an_operator_suspended_stays_suspended_when_its_files_are_applied_again()
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        await stub.ApplyAsync(Backend);
        await stub.SendAsync("POST", "/api/v1/planes/east/intents/inventorybackend-development/suspend");
        var again = (await stub.ApplyAsync(Backend)).Expect(HttpStatusCode.OK);
        Assert.Equal("unchanged", (string?)again["intents"]![0]!["result"]);
        Assert.Contains(again["notes"]!.AsArray(), n => (string?)n!["rule"] == "kept");

        // A file that names a state is obeyed.
        var active = Backend.Replace("environmentName: development", "environmentName: development\n  state: Active");
        Assert.Equal("changed", (string?)(await stub.ApplyAsync(active)).Expect(HttpStatusCode.OK)["intents"]![0]!["result"]);
        Assert.Equal("Active", (string?)(await stub.SendAsync("GET", "/api/v1/planes/east/intents/inventorybackend-development")).Json["state"]);
    }

    [Fact]
    public async Task A_deleted_intent_takes_its_binding_with_it_and_comes_back_only_when_that_is_applied_again()
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        await stub.ApplyAsync(Backend);
        await stub.SendAsync("DELETE", "/api/v1/planes/east/intents/inventorybackend-development");
        var component = Backend.Split("\n---\n")[0].Replace("branch: main", "branch: other");
        Assert.Empty((await stub.ApplyAsync(component)).Expect(HttpStatusCode.OK)["intents"]!.AsArray());
        var again = (await stub.ApplyAsync(Backend)).Expect(HttpStatusCode.OK);
        Assert.Equal(("created", 3), ((string?)again["intents"]![0]!["result"], (int)again["intents"]![0]!["generation"]!));
    }

    [Fact]
    public async Task A_call_with_one_wrong_document_changes_nothing()
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        var reply = await stub.ApplyAsync(Backend + "\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: x}\n");
        reply.Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["[3] metadata.namespace: required"], reply.Errors);
        Assert.Empty((await stub.SendAsync("GET", "/api/v1/planes/east/intents")).Json["items"]!.AsArray());
        Assert.All((await stub.ApplyAsync(Backend)).Expect(HttpStatusCode.OK)["documents"]!.AsArray(), d => Assert.Equal("created", (string?)d!["result"]));
    }

    [Fact]
    public async Task Planes_share_releases_and_have_bindings_of_their_own()
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        await stub.AddPlaneAsync("west");
        await stub.ApplyAsync(Backend);
        var west = (await stub.ApplyAsync(Backend.Split("\n---\n")[2], "plane=west")).Expect(HttpStatusCode.OK);
        Assert.Equal("created", (string?)west["intents"]![0]!["result"]);
        await stub.SendAsync("DELETE", "/api/v1/planes/west/intents/inventorybackend-development");
        Assert.Equal(
            ["inventorybackend-development"],
            (await stub.SendAsync("GET", "/api/v1/planes/east/intents")).Json["items"]!.AsArray().Select(i => (string?)i!["id"]));
    }

    [Fact]
    public async Task An_intent_put_by_hand_is_taken_over_with_a_warning()
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        await stub.SendAsync("PUT", "/api/v1/planes/east/intents/inventorybackend-development", Samples.Web);
        var applied = (await stub.ApplyAsync(Backend)).Expect(HttpStatusCode.OK);
        Assert.Contains(applied["warnings"]!.AsArray(), w => (string?)w!["rule"] == "taken");
        Assert.Equal(2, (int)applied["intents"]![0]!["generation"]!);
    }

    [Fact]
    public async Task One_document_may_be_JSON()
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        var document = (JsonObject)JsonNode.Parse(Samples.Web)!;
        document["metadata"]!["id"] = "own";
        var reply = (await stub.SendAsync("POST", "/api/v1/apply?plane=east", document.ToJsonString())).Expect(HttpStatusCode.OK);
        Assert.Equal("own", (string?)reply["documents"]![0]!["name"]);
    }
}
