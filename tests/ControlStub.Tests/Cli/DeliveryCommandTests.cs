using System.Text.Json.Nodes;
using Pdp.ControlStub.Cli;
using Pdp.ControlStub.Tests.Operators;
using Pdp.ControlStub.Tests.Pipelines;
using Pdp.Protocol.Intents;
using Pdp.Testing;

namespace Pdp.ControlStub.Tests.Cli;

/// <summary>Releases, promotions and the catalogue, as people and scripts ask for them.</summary>
public sealed class DeliveryCommandTests : IAsyncLifetime
{
    private const string Web = "acme/shop/web";

    private readonly TempDirectory _files = new();
    private PipelinePlane _plane = null!;

    public async ValueTask InitializeAsync() => _plane = await PipelinePlane.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _plane.DisposeAsync();
        _files.Dispose();
    }

    [Fact]
    public async Task A_pipeline_is_put_listed_shown_and_deleted()
    {
        var file = _files.Write("pipeline.yaml", """
            projects: [shop]
            environments:
              - {name: development, plane: east}
              - {name: production, plane: east, approvals: {count: 2, role: developer}}
            """);
        Assert.Equal("pipeline/acme/short put\n", await RunAsync("pipelines", "put", "acme/short", "-f", file));
        var listed = Lines(await RunAsync("pipelines", "list"));
        Assert.Matches("^PIPELINE +PROJECTS +ENVIRONMENTS$", listed[0]);
        Assert.Matches(@"^acme/default +\* +development@east → staging@east → production@east \(2 developer\)$", listed[1]);
        Assert.Matches(@"^acme/short +shop +development@east → production@east \(2 developer\)$", listed[2]);
        Assert.Equal(2, JsonNode.Parse(await RunAsync("pipelines", "show", "acme/short"))!["environments"]!.AsArray().Count);
        Assert.Equal(2, JsonNode.Parse(await RunAsync("pipelines", "list", "--json"))!.AsArray().Count);
        await RunAsync("pipelines", "delete", "acme/short");
        Assert.Contains("no such pipeline", await RefusedAsync("pipelines", "show", "acme/short"));
        Assert.Contains("environments[0].plane: must be given", await RefusedAsync("pipelines", "put", "acme/short", "-f", _files.Write("wrong.yaml", "environments: [{name: a}]")));
        Assert.Equal("Give ORGANIZATION/PIPELINE, such as acme/shop.\n", await WrongAsync("pipelines", "show", "acme"));
    }

    [Fact]
    public async Task A_release_is_kept_listed_and_shown_and_never_changes()
    {
        var file = _files.Write("web.json", PipelinePlane.Release());
        Assert.Equal("release/web-1 of acme/shop/web kept\n", await RunAsync("releases", "create", Web, "web-1", "-f", file));
        var listed = Lines(await RunAsync("releases", "list", "acme/shop"));
        Assert.Matches("^COMPONENT +RELEASE +CREATED +BY +IMAGES$", listed[0]);
        Assert.Matches("^acme/shop/web +web-1 +[-0-9]+T[^ ]+ +user/admin +main=example.com/web:1$", listed[1]);
        Assert.Single(Lines(await RunAsync("releases", "list", "bank")));
        Assert.Equal("web-1", (string?)JsonNode.Parse(await RunAsync("releases", "show", Web, "web-1"))!["name"]);
        var other = _files.Write("other.json", PipelinePlane.Release("example.com/web:2"));
        Assert.Contains("containers.main.image", await RefusedAsync("releases", "create", Web, "web-1", "-f", other));
        Assert.Contains("no such release", await RefusedAsync("releases", "show", Web, "web-9"));
        Assert.StartsWith("Give ORGANIZATION/PROJECT/COMPONENT, such as acme/shop/backend.", await WrongAsync("releases", "show", "web", "web-1"), StringComparison.Ordinal);
        Assert.StartsWith("Give ORGANIZATION, ORGANIZATION/PROJECT or", await WrongAsync("releases", "list", "a/b/c/d"), StringComparison.Ordinal);
        Assert.Contains("'--file' is required", await WrongAsync("releases", "create", Web, "web-2"));
    }

    [Fact]
    public async Task A_release_is_deployed_promoted_and_gone_back_from()
    {
        foreach (var release in new[] { "web-1", "web-2" })
            await RunAsync("releases", "create", Web, release, "-f", _files.Write(release, PipelinePlane.Release($"example.com/{release}:1")));
        Assert.Contains("values.config.greeting: must be given", await RefusedAsync("deploy", Web, "web-1", "--to", "development"));
        foreach (var environment in new[] { "development", "staging" })
            await RunAsync("bindings", "values", Web, environment, "-f", _files.Write("values.yaml", $"config: {{greeting: hello {environment}}}"));
        Assert.Equal("web-1 deployed: intent/acme-web-development on east (generation 1)\n", await RunAsync("deploy", Web, "web-1", "--to", "development"));
        Assert.Contains("promote the release from development", await RefusedAsync("deploy", Web, "web-1", "--to", "staging"));
        Assert.Contains("must be healthy in development first", await RefusedAsync("promote", Web, "--to", "staging"));
        Assert.Contains("takes a reason", await RefusedAsync("promote", Web, "--to", "staging", "--force"));
        await _plane.SayAsync("development");
        Assert.Equal("web-1 deployed: intent/acme-web-staging on east (generation 1)\n", await RunAsync("promote", Web, "--to", "staging", "--reason", "weekly"));
        Assert.Equal("web-2 deployed: intent/acme-web-development on east (generation 2)\n", await RunAsync("deploy", Web, "web-2", "--to", "development"));
        Assert.Contains("web-2 is deployed there", await RefusedAsync("promote", Web, "--to", "staging", "--release", "web-1", "--from", "development"));

        var bindings = Lines(await RunAsync("bindings", "list", "acme/shop"));
        Assert.Matches("^COMPONENT +ENVIRONMENT +RELEASE +PLANE +PHASE +RUNNING +MESSAGE", bindings[0]);
        Assert.Matches("^acme/shop/web +development +web-2 +east +Healthy +web-1", bindings[1]);
        Assert.Matches("^acme/shop/web +staging +web-1 +east +- +-", bindings[2]);
        Assert.Equal("web-1", (string?)JsonNode.Parse(await RunAsync("deploy", Web, "web-1", "--to", "development", "--json"))!["release"]);

        Assert.Equal("web-2 deployed: intent/acme-web-development on east (generation 4)\n", await RunAsync("rollback", Web, "--in", "development", "--reason", "slow"));
        Assert.Contains("unchanged", await RunAsync("rollback", Web, "--in", "development", "--to", "web-2"));
        Assert.Contains("is the only one that was ever deployed there", await RefusedAsync("rollback", Web, "--in", "staging"));
        var history = Lines(await RunAsync("bindings", "history", Web, "development"));
        Assert.Matches("^NUMBER +AT +RELEASE +HOW +BY +REASON$", history[0]);
        Assert.Matches("^4 .+ web-2 +rolledBack +user/admin +slow$", history[1]);
        Assert.Equal("hello staging", (string?)JsonNode.Parse(await RunAsync("bindings", "show", Web, "staging"))!["values"]!["config"]!["greeting"]);
    }

    [Fact]
    public async Task A_promotion_waits_for_those_who_may_approve()
    {
        await _plane.BeginAsync();
        await RunAsync("promote", Web, "--to", "staging");
        await _plane.SayAsync("staging");
        var asked = Lines(await RunAsync("promote", Web, "--to", "production", "--reason", "release of the week"));
        Assert.Equal(["web-1 waiting", "promotion 1 waits for 2 of developer: pdp-control approvals approve acme/shop 1"], asked);
        var listed = Lines(await RunAsync("approvals", "list", "acme"));
        Assert.Matches("^PROJECT +NUMBER +COMPONENT +RELEASE +FROM +TO +STATE +APPROVALS +BY +REASON$", listed[0]);
        Assert.Matches("^acme/shop +1 +web +web-1 +staging +production +waiting +0 of 2 developer +user/admin +release of the week$", listed[1]);
        Assert.Contains("somebody else than who asked", await RefusedAsync("approvals", "approve", "acme/shop", "1"));
        var (ann, bob) = (await TokenAsync("ann"), await TokenAsync("bob"));
        Assert.Contains("waiting", await RunAsync("approvals", "approve", "acme/shop", "1", "--token-file", ann));
        Assert.Equal("web-1 deployed: intent/acme-web-production on east (generation 1)\n", await RunAsync("approvals", "approve", "acme/shop", "1", "--token-file", bob));
        Assert.Single(Lines(await RunAsync("approvals", "list")));
        Assert.Matches("done +2 of 2 developer", Lines(await RunAsync("approvals", "list", "--all"))[1]);

        await RunAsync("releases", "create", Web, "web-2", "-f", _files.Write("web-2", PipelinePlane.Release($"example.com/web@{PipelinePlane.Digest}")));
        await RunAsync("promote", Web, "--to", "production", "--release", "web-2", "--force", "--reason", "at once");
        Assert.Equal("web-2 denied\n", await RunAsync("approvals", "deny", "acme/shop", "2", "--token-file", ann));
        Assert.Contains("does not wait any more: it is denied", await RefusedAsync("approvals", "cancel", "acme/shop", "2"));
        await RunAsync("promote", Web, "--to", "production", "--release", "web-2", "--force", "--reason", "at once");
        Assert.Equal("web-2 cancelled\n", await RunAsync("approvals", "cancel", "acme/shop", "3"));
        Assert.Equal("denied", (string?)JsonNode.Parse(await RunAsync("approvals", "show", "acme/shop", "2"))!["state"]);
    }

    [Fact]
    public async Task The_catalogue_is_searched_and_a_service_shown()
    {
        await _plane.BeginAsync();
        var listed = Lines(await RunAsync("catalogue", "list", "storefront", "--in", "Label", "-o", "acme", "-e", "development", "--type", "HTTP", "--visibility", "Project"));
        Assert.Matches("^SERVICE +MAJOR +VERSION +HEALTHY +TYPE +VISIBILITY +PROJECT +ENVIRONMENT +PLANE +URL", listed[0]);
        Assert.Matches("^web - http +- +- +yes +HTTP +project +acme/shop +development +east", listed[1]);
        Assert.Single(Lines(await RunAsync("catalogue", "list", "storefront", "--in", "Content")));
        Assert.Single(JsonNode.Parse(await RunAsync("catalogue", "list", "web", "--project", "shop", "--json"))!.AsArray());
        Assert.Equal("web - http", (string?)JsonNode.Parse(await RunAsync("catalogue", "show", Web, "development", "http"))![0]!["name"]);
        Assert.Contains("no such service", await RefusedAsync("catalogue", "show", Web, "staging", "http"));
        Assert.Contains("must be one of All, Name, Label, Content", await RefusedAsync("catalogue", "list", "--in", "Everywhere"));
    }

    [Fact]
    public async Task A_task_is_run_and_its_runs_are_listed()
    {
        await RunAsync("apply", "-p", "east", "-f", _files.Write("task.yaml", """
            apiVersion: pdp.dev/v1
            kind: Component
            metadata: {id: migrate, organization: acme, project: shop, environment: development, component: migrate}
            spec: {type: manualTask, release: r-1, containers: {main: {image: "registry.example.com/migrate:1"}}}
            """));
        Assert.Equal("first\n", await RunAsync("run", "east", "migrate", "--id", "first", "-e", "A=1", "-e", "B=", "--", "up"));
        var run = JsonNode.Parse(await RunAsync("intents", "get", "east", "first"))!["document"]!["spec"]!;
        Assert.Equal("""{"task":"migrate","args":["up"],"env":[{"name":"A","value":"1"},{"name":"B","value":""}]}""", run.ToJsonString());
        await _plane.SayAsync("first", new IntentStatus
        {
            Phase = IntentPhase.Healthy,
            ObservedGeneration = 1,
            Runs = [new RunRecord("first", DateTimeOffset.UnixEpoch, null, RunOutcome.Failed, "exit code 3")],
        });
        var runs = Lines(await RunAsync("runs", "east", "first"));
        Assert.Matches("^RUN +OUTCOME +STARTED +FINISHED +MESSAGE$", runs[0]);
        Assert.Matches("^first +Failed +1970-01-01T00:00:00[^ ]* +- +exit code 3$", runs[1]);
        Assert.Single(JsonNode.Parse(await RunAsync("runs", "east", "first", "--json"))!.AsArray());
        Assert.Equal("A variable must be given as NAME=value.\n", await WrongAsync("run", "east", "migrate", "--env", "A"));
        Assert.Contains("spec.timeoutSeconds: must be 1..604800", await RefusedAsync("run", "east", "migrate", "--timeout-seconds", "0"));
        Assert.Contains("no such intent", await RefusedAsync("run", "east", "none"));
    }

    private async Task<string> TokenAsync(string name)
    {
        using var someone = await Someone.AddAsync(_plane.Stub, name, "developer acme/shop");
        return _files.Write($"{name}-token", someone.Token);
    }

    private async Task<string> RunAsync(params string[] arguments) => (await ControlCommand.RunAsync([.. Before(arguments), "--data", _plane.Stub.Data, .. After(arguments)])).Out.ReplaceLineEndings("\n");

    private async Task<string> RefusedAsync(params string[] arguments) => (await ControlCommand.EndAsync(ExitCodes.Refused, [.. arguments, "--data", _plane.Stub.Data])).Error;

    private async Task<string> WrongAsync(params string[] arguments) =>
        (await ControlCommand.EndAsync(ExitCodes.Usage, [.. arguments, "--data", _plane.Stub.Data])).Error.ReplaceLineEndings("\n");

    // What is behind -- is not the program's own.
    private static IEnumerable<string> Before(string[] arguments) => arguments.TakeWhile(a => a != "--");

    private static IEnumerable<string> After(string[] arguments) => arguments.SkipWhile(a => a != "--");

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
