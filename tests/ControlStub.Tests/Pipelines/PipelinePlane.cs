using System.Net;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Store;
using Pdp.ControlStub.Tests.Operators;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Tests.Pipelines;

/// <summary>
/// A control plane with the pipeline development → staging → production of acme/shop, two approvals before the last, and a plane that says
/// whatever the test wants.
/// </summary>
internal sealed class PipelinePlane : IAsyncDisposable
{
    public const string Digest = "sha256:" + "1111111111111111111111111111111111111111111111111111111111111111";
    public const string OtherDigest = "sha256:" + "2222222222222222222222222222222222222222222222222222222222222222";

    private const string Component = "acme/shop/web";

    private long _reports;

    private PipelinePlane(RunningStub stub) => Stub = stub;

    public RunningStub Stub { get; }

    /// <summary>Starts one.</summary>
    /// <param name="allowTags">Whether digests need not be known.</param>
    public static async Task<PipelinePlane> StartAsync(bool allowTags = false)
    {
        var plane = new PipelinePlane(await RunningStub.StartAsync());
        await plane.Stub.AddPlaneAsync();
        (await plane.Stub.SendAsync("PUT", "/api/v1/pipelines/acme/default", $$"""
            {"allowTags": {{(allowTags ? "true" : "false")}}, "environments": [
              {"name": "development", "plane": "east"}, {"name": "staging", "plane": "east"},
              {"name": "production", "plane": "east", "approvals": {"count": 2, "role": "developer"} }]}
            """)).Expect(HttpStatusCode.OK);
        return plane;
    }

    /// <summary>A release of web; it asks every environment for <c>greeting</c>.</summary>
    public static string Release(string image = "example.com/web:1") => $$"""
        {"labels": {"team": "storefront"}, "spec": {
          "type": "service",
          "containers": {"main": {"image": "{{image}}", "env": [{"name": "GREETING", "config": "greeting"}], "ports": {"http": {"port": 8080} } } },
          "endpoints": {"http": {"port": 8080} } } }
        """;

    public Task<Reply> PutReleaseAsync(string name, string? document = null) =>
        Stub.SendAsync("PUT", $"/api/v1/releases/{Component}/{name}", document ?? Release());

    public Task<Reply> PutValuesAsync(string environment, string values) =>
        Stub.SendAsync("PUT", $"/api/v1/bindings/{Component}/{environment}/values", values);

    public Task<Reply> AskAsync(string environment, string verb, params (string Name, string Value)[] headers) =>
        Stub.SendAsync("POST", $"/api/v1/bindings/{Component}/{environment}/{verb}", null, "application/json", headers);

    public static Task<Reply> AskAsync(Someone who, string environment, string verb) => who.SendAsync("POST", $"/api/v1/bindings/{Component}/{environment}/{verb}");

    public async Task<JsonObject> BindingAsync(string environment) =>
        (await Stub.SendAsync("GET", $"/api/v1/bindings/{Component}/{environment}")).Expect(HttpStatusCode.OK);

    public async Task<JsonArray> HistoryAsync(string environment) =>
        (await Stub.SendAsync("GET", $"/api/v1/bindings/{Component}/{environment}/history")).Expect(HttpStatusCode.OK)["items"]!.AsArray();

    /// <summary>The document that was signed for an environment.</summary>
    public async Task<JsonObject> DocumentAsync(string environment) =>
        (JsonObject)(await Stub.SendAsync("GET", $"/api/v1/planes/east/intents/acme-web-{environment}")).Expect(HttpStatusCode.OK)["document"]!;

    /// <summary>The plane says what became of the newest generation in an environment.</summary>
    public async Task SayAsync(string environment, IntentPhase phase = IntentPhase.Healthy, string? digest = Digest)
    {
        var store = Stub.Server.Store;
        var intent = (await store.Intents.FindAsync("east", $"acme-web-{environment}", RunningStub.Cancel))!;
        var document = await DocumentAsync(environment);
        var release = (string)document["spec"]!["release"]!;
        var status = new IntentStatus
        {
            Phase = phase,
            ObservedGeneration = intent.Generation,
            RunningGeneration = intent.Generation,
            RunningRelease = release,
            Images = [new ImageStatus("main", (string)document["spec"]!["containers"]!["main"]!["image"]!, digest, intent.UpdatedAt, release)],
        };
        await SayAsync(intent.Id, status);
    }

    /// <summary>The plane says something of an intent.</summary>
    public Task SayAsync(string intent, IntentStatus status) => Stub.Server.Store.Intents.SaveStatusesAsync(
        "east", new ReportOrder(1, ++_reports), [new StatusRecord(intent, status, TimeProvider.System.GetUtcNow())], [], RunningStub.Cancel);

    /// <summary>Brings a release healthy into development.</summary>
    public async Task BeginAsync(string release = "web-1", string? document = null)
    {
        Assert.True((await PutReleaseAsync(release, document)).Status is HttpStatusCode.Created or HttpStatusCode.OK);
        foreach (var environment in new[] { "development", "staging", "production" })
            await PutValuesAsync(environment, $$"""{"config": {"greeting": "hello from {{environment}}"} }""");
        (await AskAsync("development", $"deploy?release={release}")).Expect(HttpStatusCode.OK);
        await SayAsync("development");
    }

    public ValueTask DisposeAsync() => Stub.DisposeAsync();
}
