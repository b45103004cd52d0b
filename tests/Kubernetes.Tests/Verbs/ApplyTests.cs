using System.Text.Json.Nodes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Tests.Support;
using Pdp.Kubernetes.Verbs;

namespace Pdp.Kubernetes.Tests.Verbs;

public sealed class ApplyTests
{
    private const string Item = "/api/v1/namespaces/shop/configmaps/a";

    private static readonly ApplyOptions _options = new() { FieldManager = "test" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_sent_is_a_server_side_apply()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("PATCH", Item, FakeApiServer.Json(201, Make.ConfigMap("a")));
        using var api = server.Client();

        await api.ApplyAsync(Make.Manifest("a"), _options with { KnownResourceVersion = "", Force = true }, Stop);

        var request = Assert.Single(server.Seen("PATCH", Item));
        Assert.Equal("application/apply-patch+yaml", request.Headers["Content-Type"]);
        Assert.Equal(("test", "true", "Strict", false), (request.Query["fieldManager"], request.Query["force"], request.Query["fieldValidation"], request.Query.ContainsKey("dryRun")));
        Assert.True(JsonNode.DeepEquals(Make.Manifest("a"), JsonNode.Parse(request.Body)));
    }

    [Theory]
    [InlineData(201, "5", ApplyAction.Created)]
    [InlineData(200, "7", ApplyAction.Unchanged)]
    [InlineData(200, "8", ApplyAction.Configured)]
    public async Task With_the_version_known_the_answer_alone_tells_what_happened(int code, string version, ApplyAction expected)
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("PATCH", Item, FakeApiServer.Json(code, Make.ConfigMap("a", version)));
        using var api = server.Client();

        var result = await api.ApplyAsync(Make.Manifest("a"), _options with { KnownResourceVersion = "7" }, Stop);

        Assert.Equal(expected, result.Action);
        Assert.Empty(server.Seen("GET", Item));
    }

    [Theory]
    [InlineData("7", ApplyAction.Unchanged)]
    [InlineData("8", ApplyAction.Configured)]
    public async Task Without_it_the_metadata_is_read_first(string version, ApplyAction expected)
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("GET", Item, FakeApiServer.Json(200, Make.ConfigMap("a", "7")));
        server.On("PATCH", Item, FakeApiServer.Json(200, Make.ConfigMap("a", version)));
        using var api = server.Client();

        Assert.Equal(expected, (await api.ApplyAsync(Make.Manifest("a"), _options, Stop)).Action);
        Assert.Contains("as=PartialObjectMetadata;", Assert.Single(server.Seen("GET", Item)).Headers["Accept"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2029-12-31T23:59:50Z", null, ApplyAction.Unchanged)]
    [InlineData("2030-01-01T00:00:00Z", null, ApplyAction.Configured)]
    [InlineData("2029-12-31T23:59:50Z", "status", ApplyAction.Configured)]
    [InlineData("nonsense", null, ApplyAction.Configured)]
    public async Task A_controller_that_wrote_meanwhile_does_not_make_an_idle_apply_look_like_a_change(string ownTime, string? subresource, ApplyAction expected)
    {
        await using var server = await FakeApiServer.StartAsync();
        var after = Make.ConfigMap("a", "9");
        after.Set(new JsonArray(Entry("kube-controller-manager", "Update", "2030-01-01T00:00:00Z", null), Entry("test", "Apply", ownTime, subresource)), "metadata", "managedFields");
        server.On("PATCH", Item, context =>
        {
            context.Response.Headers.Date = "Tue, 01 Jan 2030 00:00:00 GMT";
            return FakeApiServer.Json(200, after)(context);
        });
        using var api = server.Client();

        Assert.Equal(expected, (await api.ApplyAsync(Make.Manifest("a"), _options with { KnownResourceVersion = "7" }, Stop)).Action);
    }

    [Fact]
    public async Task A_dry_run_shows_before_and_after_and_compares_what_matters()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("GET", Item, FakeApiServer.Json(200, Make.ConfigMap("a", "7")));
        var same = Make.ConfigMap("a", "7");
        same.Set(new JsonArray(Entry("test", "Apply", "2030-01-01T00:00:00Z", null)), "metadata", "managedFields");
        server.OnSequence("PATCH", Item, FakeApiServer.Json(200, same), FakeApiServer.Json(200, Make.ConfigMap("a", "7", "other")));
        using var api = server.Client();

        var unchanged = await api.ApplyAsync(Make.Manifest("a"), _options with { DryRun = true }, Stop);
        var configured = await api.ApplyAsync(Make.Manifest("a"), _options with { DryRun = true }, Stop);

        Assert.Equal((ApplyAction.Unchanged, ApplyAction.Configured), (unchanged.Action, configured.Action));
        Assert.NotNull(configured.Before);
        Assert.Equal(("value", "other"), (configured.Before.GetString("data", "key"), configured.Object.GetString("data", "key")));
        Assert.All(server.Seen("PATCH", Item), request => Assert.Equal("All", request.Query["dryRun"]));
    }

    [Fact]
    public async Task A_dry_run_of_what_is_not_there_would_create_it()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("GET", Item, FakeApiServer.NotFound("configmaps", "a"));
        server.On("PATCH", Item, FakeApiServer.Json(201, Make.ConfigMap("a")));
        using var api = server.Client();

        var result = await api.ApplyAsync(Make.Manifest("a"), _options with { DryRun = true }, Stop);

        Assert.Equal(ApplyAction.Created, result.Action);
        Assert.Null(result.Before);
    }

    [Fact]
    public async Task A_conflict_names_the_field_and_its_owner()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("PATCH", Item, FakeApiServer.Status(409, "Conflict", "Apply failed with 1 conflict: conflict with \"other\": .data.k1", new JsonObject
        {
            ["causes"] = new JsonArray(new JsonObject { ["reason"] = "FieldManagerConflict", ["message"] = "conflict with \"other\"", ["field"] = ".data.k1" }),
        }));
        using var api = server.Client();

        var error = await Assert.ThrowsAsync<KubernetesException>(() => api.ApplyAsync(Make.Manifest("a"), _options with { KnownResourceVersion = "" }, Stop));

        Assert.True(error.IsFieldConflict);
        Assert.Equal(new StatusCause(".data.k1", "FieldManagerConflict", "conflict with \"other\""), Assert.Single(error.Status.Details!.Causes));
    }

    [Theory]
    [InlineData("""{}""", "apiVersion")]
    [InlineData("""{"apiVersion":"v1"}""", "kind")]
    [InlineData("""{"apiVersion":"a/b/c","kind":"X","metadata":{"name":"a"}}""", "apiVersion")]
    [InlineData("""{"apiVersion":"v1","kind":"ConfigMap"}""", "metadata.name")]
    [InlineData("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":7,"namespace":"shop"}}""", "metadata.name")]
    [InlineData("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}""", "metadata.namespace")]
    public async Task A_manifest_that_does_not_say_what_it_is_is_invalid(string manifest, string path)
    {
        await using var server = await FakeApiServer.StartAsync();
        using var api = server.Client();

        var error = await Assert.ThrowsAsync<KubernetesException>(() => api.ApplyAsync((JsonObject)JsonNode.Parse(manifest)!, _options, Stop));

        Assert.True(error.IsInvalid);
        Assert.Contains($"{path}: ", error.Message, StringComparison.Ordinal);
    }

    private static JsonObject Entry(string manager, string operation, string time, string? subresource)
    {
        var entry = new JsonObject { ["manager"] = manager, ["operation"] = operation, ["time"] = time };
        if (subresource is not null) entry["subresource"] = subresource;
        return entry;
    }
}
