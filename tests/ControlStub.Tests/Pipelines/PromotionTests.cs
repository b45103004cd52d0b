using System.Net;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Tests.Operators;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Tests.Pipelines;

/// <summary>A release goes through the environments of its pipeline, or is told why it may not.</summary>
public sealed class PromotionTests
{
    private static readonly (string Name, string Value) _reason = ("Pdp-Reason", "the pager is ringing");

    [Fact]
    public async Task The_next_environment_gets_the_same_release_and_digest_with_values_of_its_own()
    {
        await using var plane = await PipelinePlane.StartAsync();
        await plane.BeginAsync();
        Assert.Equal("example.com/web:1", Image(await plane.DocumentAsync("development")));

        var promoted = (await plane.AskAsync("staging", "promote")).Expect(HttpStatusCode.OK);
        Assert.Equal(("deployed", "web-1"), ((string?)promoted["result"], (string?)promoted["release"]));
        var document = await plane.DocumentAsync("staging");
        Assert.Equal($"example.com/web:1@{PipelinePlane.Digest}", Image(document));
        Assert.Equal("hello from staging", (string?)document["spec"]!["config"]!["greeting"]);
        Assert.Equal("storefront", (string?)document["metadata"]!["labels"]!["team"]);
        Assert.Equal("promoted", (string?)(await plane.HistoryAsync("staging"))[0]!["way"]);
        Assert.Equal("unchanged", (string?)(await plane.AskAsync("staging", "promote")).Expect(HttpStatusCode.OK)["result"]);
        Assert.Single(await plane.HistoryAsync("staging"));
    }

    [Fact]
    public async Task What_is_not_healthy_goes_nowhere_unless_it_is_forced_and_said_why()
    {
        await using var plane = await PipelinePlane.StartAsync();
        await plane.BeginAsync();
        await plane.SayAsync("development", IntentPhase.Progressing);
        Assert.Equal(["release: notHealthy"], Refused(await plane.AskAsync("staging", "promote")));
        Assert.Equal(["force: required"], (await plane.AskAsync("staging", "promote?force=true")).Errors);
        var forced = (await plane.AskAsync("staging", "promote?force=true", _reason)).Expect(HttpStatusCode.OK);
        Assert.Equal("deployed", (string?)forced["result"]);
        var told = (await plane.HistoryAsync("staging"))[0]!;
        Assert.Equal(("forced", "the pager is ringing", "user/admin"), ((string?)told["way"], (string?)told["reason"], (string?)told["actor"]));
    }

    [Fact]
    public async Task What_a_developer_may_not_force_is_refused_by_name()
    {
        await using var plane = await PipelinePlane.StartAsync();
        await plane.BeginAsync();
        using var dev = await Someone.AddAsync(plane.Stub, "dev", "developer acme/shop");
        (await PipelinePlane.AskAsync(dev, "staging", "promote?force=true")).Expect(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_environment_is_not_jumped_over()
    {
        await using var plane = await PipelinePlane.StartAsync();
        await plane.BeginAsync();
        Assert.Equal(["release: notHealthy", "main: unknownDigest"], Refused(await plane.AskAsync("production", "promote?release=web-1")));
        Assert.Equal(["from: noPath"], Refused(await plane.AskAsync("production", "promote?from=development")));
        Assert.Equal(["environment: noPath"], Refused(await plane.AskAsync("development", "promote")));
        Assert.Equal(["environment: noPath"], Refused(await plane.AskAsync("staging", "deploy?release=web-1")));
        Assert.Equal(["environment: noPath"], Refused(await plane.AskAsync("moon", "promote")));
    }

    [Fact]
    public async Task A_digest_that_is_not_known_or_another_one_is_refused_even_by_force()
    {
        await using var plane = await PipelinePlane.StartAsync();
        await plane.BeginAsync();
        await plane.SayAsync("development", digest: null);
        Assert.Equal(["main: unknownDigest"], Refused(await plane.AskAsync("staging", "promote?force=true", _reason)));
        await plane.SayAsync("development");
        (await plane.AskAsync("staging", "promote")).Expect(HttpStatusCode.OK);
        // The tag was moved, and development runs what it points to now.
        await plane.SayAsync("development", digest: PipelinePlane.OtherDigest);
        Assert.Equal(["main: otherDigest"], Refused(await plane.AskAsync("staging", "promote?force=true", _reason)));
    }

    [Fact]
    public async Task Images_by_digest_need_no_plane_to_resolve_them_and_tags_pass_where_the_pipeline_lets_them()
    {
        await using (var plane = await PipelinePlane.StartAsync())
        {
            await plane.BeginAsync(document: PipelinePlane.Release($"example.com/web@{PipelinePlane.Digest}"));
            await plane.SayAsync("development", digest: null);
            (await plane.AskAsync("staging", "promote")).Expect(HttpStatusCode.OK);
            Assert.Equal($"example.com/web@{PipelinePlane.Digest}", Image(await plane.DocumentAsync("staging")));
        }

        await using var loose = await PipelinePlane.StartAsync(allowTags: true);
        await loose.BeginAsync();
        await loose.SayAsync("development", digest: null);
        (await loose.AskAsync("staging", "promote")).Expect(HttpStatusCode.OK);
        Assert.Equal("example.com/web:1", Image(await loose.DocumentAsync("staging")));
    }

    [Fact]
    public async Task Other_values_are_rolled_out_at_once_with_the_same_release_and_digest()
    {
        await using var plane = await PipelinePlane.StartAsync();
        await plane.BeginAsync();
        await plane.AskAsync("staging", "promote");
        var changed = (await plane.PutValuesAsync("staging", """
            {"config": {"greeting": "moin"}, "replicas": 3, "containers": {"main": {"env": [{"name": "EXTRA", "value": "1"}], "resources": {"limits": {"memory": "64Mi"}}}}}
            """)).Expect(HttpStatusCode.OK);
        Assert.Equal(("deployed", 2L), ((string?)changed["result"], (long)changed["intent"]!["generation"]!));
        var spec = (await plane.DocumentAsync("staging"))["spec"]!;
        Assert.Equal((3, "moin", "64Mi"), ((int)spec["replicas"]!, (string?)spec["config"]!["greeting"], (string?)spec["containers"]!["main"]!["resources"]!["limits"]!["memory"]));
        Assert.Equal(["GREETING", "EXTRA"], spec["containers"]!["main"]!["env"]!.AsArray().Select(e => (string?)e!["name"]));
        Assert.Equal($"example.com/web:1@{PipelinePlane.Digest}", (string?)spec["containers"]!["main"]!["image"]);
        Assert.Equal("reconfigured", (string?)(await plane.HistoryAsync("staging"))[0]!["way"]);
    }

    [Theory]
    [InlineData("""{"containers": {"main": {"image": "example.com/other:1"}}}""", "containers.main.image: immutable")]
    [InlineData("""{"type": "worker"}""", "type: immutable")]
    [InlineData("""{"endpoints": {"http": {"port": 1}}}""", "endpoints.http.port: immutable")]
    [InlineData("""{"config": 1}""", "config: wrongType")]
    public async Task What_belongs_to_the_release_no_environment_changes(string values, string error)
    {
        await using var plane = await PipelinePlane.StartAsync();
        await plane.PutReleaseAsync("web-1");
        var reply = await plane.PutValuesAsync("development", values);
        reply.Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Equal([error], reply.Errors);
    }

    [Fact]
    public async Task An_environment_that_owes_a_value_is_told_which()
    {
        await using var plane = await PipelinePlane.StartAsync();
        var release = (await plane.PutReleaseAsync("web-1")).Expect(HttpStatusCode.Created);
        Assert.Equal(["greeting"], release["required"]!.AsArray().Select(k => (string?)k));
        var reply = await plane.AskAsync("development", "deploy?release=web-1");
        reply.Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["values.config.greeting: required"], reply.Errors);
    }

    [Fact]
    public async Task One_command_goes_back_to_the_release_before_or_to_any_that_is_kept()
    {
        await using var plane = await PipelinePlane.StartAsync();
        await plane.BeginAsync();
        await plane.BeginAsync("web-2", PipelinePlane.Release("example.com/web:2"));
        await plane.BeginAsync("web-3", PipelinePlane.Release("example.com/web:3"));
        Assert.Equal(["environment: notThere"], Refused(await plane.AskAsync("staging", "rollback")));
        Assert.Equal("web-2", (string?)(await plane.AskAsync("development", "rollback")).Expect(HttpStatusCode.OK)["release"]);
        Assert.Equal("web-1", (string?)(await plane.AskAsync("development", "rollback?release=web-1")).Expect(HttpStatusCode.OK)["release"]);
        Assert.Equal(["release: notThere"], Refused(await plane.AskAsync("development", "rollback?release=web-9")));
        Assert.Equal(
            ["rolledBack web-1", "rolledBack web-2", "deployed web-3", "deployed web-2", "deployed web-1"],
            (await plane.HistoryAsync("development")).Select(d => $"{d!["way"]} {d["release"]}"));
        Assert.Equal("hello from development", (string?)(await plane.DocumentAsync("development"))["spec"]!["config"]!["greeting"]);
    }

    [Fact]
    public async Task A_release_never_changes_and_another_content_is_told_where_it_differs()
    {
        await using var plane = await PipelinePlane.StartAsync();
        (await plane.PutReleaseAsync("web-1")).Expect(HttpStatusCode.Created);
        (await plane.PutReleaseAsync("web-1")).Expect(HttpStatusCode.OK);
        var other = await plane.PutReleaseAsync("web-1", PipelinePlane.Release("example.com/web:9"));
        Assert.Equal(["spec.containers.main.image: immutable"], Refused(other));
        var wrong = await plane.PutReleaseAsync("web-2", """{"spec": {"type": "service", "state": "Active", "release": "x"}}""");
        wrong.Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["spec.state: unsupported", "spec.release: unsupported"], wrong.Errors);
    }

    [Fact]
    public async Task What_was_suspended_by_hand_stays_so()
    {
        await using var plane = await PipelinePlane.StartAsync();
        await plane.BeginAsync();
        await plane.AskAsync("staging", "promote");
        await plane.Stub.SendAsync("POST", "/api/v1/planes/east/intents/acme-web-staging/suspend");
        await plane.PutValuesAsync("staging", """{"config": {"greeting": "moin"}}""");
        Assert.Equal("Suspended", (string?)(await plane.DocumentAsync("staging"))["spec"]!["state"]);
    }

    [Fact]
    public async Task What_was_applied_as_documents_is_promoted_like_any_other()
    {
        await using var plane = await PipelinePlane.StartAsync();
        const string documents = """
            apiVersion: openchoreo.dev/v1alpha1
            kind: Component
            metadata: {name: web, namespace: acme, labels: {openchoreo.dev/project: shop}}
            spec: {type: service}
            ---
            apiVersion: openchoreo.dev/v1alpha1
            kind: ComponentRelease
            metadata: {name: web-1, namespace: acme}
            spec: {componentName: web, image: "example.com/web:1", ports: [{name: http, containerPort: 8080}]}
            ---
            apiVersion: openchoreo.dev/v1alpha1
            kind: ReleaseBinding
            metadata: {name: web-development, namespace: acme}
            spec: {componentName: web, componentReleaseName: web-1, environmentName: development, replicas: 2}
            """;
        (await plane.Stub.ApplyAsync(documents)).Expect(HttpStatusCode.OK);
        await plane.SayAsync("development");
        (await plane.AskAsync("staging", "promote")).Expect(HttpStatusCode.OK);
        var spec = (await plane.DocumentAsync("staging"))["spec"]!;
        Assert.Equal((1, $"example.com/web:1@{PipelinePlane.Digest}"), ((int)spec["replicas"]!, (string?)spec["containers"]!["main"]!["image"]));

        // Going back keeps the document in step, so that applying something else does not undo it.
        (await plane.Stub.ApplyAsync(documents.Replace("web-1", "web-2", StringComparison.Ordinal).Replace("web:1", "web:2", StringComparison.Ordinal))).Expect(HttpStatusCode.OK);
        (await plane.AskAsync("development", "rollback")).Expect(HttpStatusCode.OK);
        (await plane.Stub.ApplyAsync(documents.Split("\n---\n")[0].Replace("shop}", "shop, team: a}", StringComparison.Ordinal))).Expect(HttpStatusCode.OK);
        spec = (await plane.DocumentAsync("development"))["spec"]!;
        Assert.Equal((2, "web-1"), ((int)spec["replicas"]!, (string?)spec["release"]));
    }

    [Fact]
    public async Task A_pipeline_that_comes_as_documents_is_told_of_once()
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        const string documents = """
            apiVersion: openchoreo.dev/v1alpha1
            kind: DeploymentPipeline
            metadata: {name: default, namespace: acme}
            spec: {promotionPaths: [{sourceEnvironmentRef: {name: development}, targetEnvironmentRefs: [{name: production}]}]}
            ---
            apiVersion: openchoreo.dev/v1alpha1
            kind: Environment
            metadata: {name: development, namespace: acme}
            spec: {dataPlaneRef: {name: east}}
            ---
            apiVersion: openchoreo.dev/v1alpha1
            kind: Environment
            metadata: {name: production, namespace: acme, annotations: {pdp.dev/approvals: "2", pdp.dev/approver-role: admin}}
            spec: {dataPlaneRef: {name: east}}
            """;
        (await stub.ApplyAsync(documents)).Expect(HttpStatusCode.OK);
        (await stub.ApplyAsync(documents)).Expect(HttpStatusCode.OK);
        var events = (await stub.SendAsync("GET", "/api/v1/events?after=0", headers: ("Accept", "application/json"))).Json["items"]!.AsArray();
        Assert.Single(events, e => (string?)e!["type"] == "pipelineChanged");
        var production = (await stub.SendAsync("GET", "/api/v1/pipelines/acme/default")).Expect(HttpStatusCode.OK)["environments"]![1]!;
        Assert.Equal((2, "admin"), ((int)production["approvals"]!["count"]!, (string?)production["approvals"]!["role"]));
    }

    private static string? Image(JsonObject document) => (string?)document["spec"]!["containers"]!["main"]!["image"];

    private static IReadOnlyList<string> Refused(Reply reply)
    {
        reply.Expect(HttpStatusCode.Conflict);
        return reply.Errors;
    }
}
