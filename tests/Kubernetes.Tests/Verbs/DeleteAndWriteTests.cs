using System.Text.Json.Nodes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Tests.Support;
using Pdp.Kubernetes.Verbs;

namespace Pdp.Kubernetes.Tests.Verbs;

public sealed class DeleteAndWriteTests
{
    private const string Item = "/api/v1/namespaces/shop/configmaps/a";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_gone_is_deleted()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("DELETE", Item, FakeApiServer.Json(200, new JsonObject { ["kind"] = "Status", ["status"] = "Success" }));
        using var api = server.Client();

        var result = await api.DeleteAsync(
            Make.Reference("a"),
            new DeleteOptions { Propagation = Propagation.Foreground, Uid = "u", ResourceVersion = "7", GracePeriod = TimeSpan.FromSeconds(1.5), DryRun = true },
            Stop);

        Assert.Equal(new DeleteResult(DeleteOutcome.Deleted), result);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
                {"apiVersion":"v1","kind":"DeleteOptions","propagationPolicy":"Foreground","gracePeriodSeconds":2,"dryRun":["All"],
                 "preconditions":{"uid":"u","resourceVersion":"7"}}
                """),
            JsonNode.Parse(server.Seen("DELETE", Item)[0].Body)));
    }

    [Fact]
    public async Task What_finalizers_hold_is_being_deleted()
    {
        await using var server = await FakeApiServer.StartAsync();
        var held = Make.ConfigMap("a");
        held.Set("2030-01-01T00:00:00Z", "metadata", "deletionTimestamp");
        server.On("DELETE", Item, FakeApiServer.Json(200, held));
        using var api = server.Client();

        var result = await api.DeleteAsync(Make.Reference("a"), new DeleteOptions(), Stop);

        Assert.Equal(DeleteOutcome.Deleting, result.Outcome);
        Assert.Equal("uid-a", result.Object?.Uid);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found_and_so_is_what_no_kind_exists_for()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("DELETE", Item, FakeApiServer.NotFound("configmaps", "a"));
        using var api = server.Client();

        Assert.Equal(DeleteOutcome.NotFound, (await api.DeleteAsync(Make.Reference("a"), new DeleteOptions(), Stop)).Outcome);
        var widget = new ObjectReference(new("example.dev", "v1", "Widget"), "shop", "w");
        Assert.Equal(DeleteOutcome.NotFound, (await api.DeleteAsync(widget, new DeleteOptions(), Stop)).Outcome);
    }

    [Fact]
    public async Task A_precondition_that_does_not_hold_is_a_result_and_another_conflict_is_not()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("DELETE", Item, FakeApiServer.Status(409, "Conflict", "the UID in the precondition does not match"));
        using var api = server.Client();

        Assert.Equal(DeleteOutcome.PreconditionFailed, (await api.DeleteAsync(Make.Reference("a"), new DeleteOptions { Uid = "u" }, Stop)).Outcome);
        Assert.True((await Assert.ThrowsAsync<KubernetesException>(() => api.DeleteAsync(Make.Reference("a"), new DeleteOptions(), Stop))).IsConflict);
    }

    [Fact]
    public async Task A_merge_patch_goes_to_the_subresource_named()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("PATCH", $"{Item}/status", FakeApiServer.Json(200, Make.ConfigMap("a", "8")));
        using var api = server.Client();

        var patched = await api.PatchAsync(
            Make.Reference("a"), new JsonObject { ["status"] = new JsonObject { ["gone"] = null } }, new PatchOptions { Subresource = "status", FieldManager = "m" }, Stop);

        Assert.Equal("8", patched.ResourceVersion);
        var request = Assert.Single(server.Seen("PATCH", $"{Item}/status"));
        Assert.Equal(("application/merge-patch+json", """{"status":{"gone":null}}""", "m"), (request.Headers["Content-Type"], request.Body, request.Query["fieldManager"]));
    }

    [Fact]
    public async Task A_create_may_leave_the_name_to_the_server_and_tells_when_there_is_one_already()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.OnSequence(
            "POST", "/api/v1/namespaces/shop/configmaps",
            FakeApiServer.Json(201, Make.ConfigMap("a-x7k")),
            FakeApiServer.Status(409, "AlreadyExists", "configmaps \"a\" already exists"));
        using var api = server.Client();
        var manifest = Make.Manifest("a");
        manifest.GetObject("metadata")?.Remove("name");
        manifest.Set("a-", "metadata", "generateName");

        Assert.Equal("a-x7k", (await api.CreateAsync(manifest, new CreateOptions(), Stop)).Name);
        var error = await Assert.ThrowsAsync<KubernetesException>(() => api.CreateAsync(Make.Manifest("a"), new CreateOptions(), Stop));
        Assert.True(error.IsAlreadyExists);
        Assert.False(error.IsConflict);
    }

    [Fact]
    public async Task A_missing_namespace_is_told_from_a_missing_kind()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("POST", "/api/v1/namespaces/shop/configmaps", FakeApiServer.NotFound("namespaces", "shop"));
        using var api = server.Client();

        var error = await Assert.ThrowsAsync<KubernetesException>(() => api.CreateAsync(Make.Manifest("a"), new CreateOptions(), Stop));

        Assert.True(error.IsNotFound);
        Assert.False(error.IsKindUnknown);
    }
}
