using System.Text.Json.Nodes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Tests.Support;
using Pdp.Kubernetes.Verbs;

namespace Pdp.Kubernetes.Tests.Verbs;

public sealed class GetAndListTests
{
    private const string Collection = "/api/v1/namespaces/shop/configmaps";

    [Fact]
    public async Task An_object_is_read()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("GET", $"{Collection}/a", FakeApiServer.Json(200, Make.ConfigMap("a", "7")));
        using var api = server.Client();

        var found = await api.GetAsync(Make.Reference("a"), TestContext.Current.CancellationToken);

        Assert.NotNull(found);
        Assert.Equal(("a", "7"), (found.Name, found.ResourceVersion));
    }

    [Fact]
    public async Task A_missing_object_is_null()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("GET", $"{Collection}/a", FakeApiServer.NotFound("configmaps", "a"));
        using var api = server.Client();

        Assert.Null(await api.GetAsync(Make.Reference("a"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_unknown_kind_is_an_error_and_not_null()
    {
        await using var server = await FakeApiServer.StartAsync();
        using var api = server.Client();
        var widget = new ObjectReference(new("example.dev", "v1", "Widget"), "shop", "w");

        var error = await Assert.ThrowsAsync<KubernetesException>(() => api.GetAsync(widget, TestContext.Current.CancellationToken));

        Assert.True(error.IsKindUnknown);
        Assert.False(error.IsNotFound);
    }

    [Fact]
    public async Task A_kind_that_is_served_no_more_is_an_error_and_asked_for_again()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("GET", $"{Collection}/a", FakeApiServer.Text(404, "text/plain", "404 page not found\n"));
        using var api = server.Client();

        var error = await Assert.ThrowsAsync<KubernetesException>(() => api.GetAsync(Make.Reference("a"), TestContext.Current.CancellationToken));
        Assert.True(error.IsKindUnknown);

        await Assert.ThrowsAsync<KubernetesException>(() => api.GetAsync(Make.Reference("a"), TestContext.Current.CancellationToken));
        Assert.Equal(2, server.Seen("GET", "/api/v1").Count);
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("a/../../secrets/b")]
    [InlineData("%2e%2e")]
    public async Task A_name_that_would_lead_elsewhere_is_refused_before_anything_is_sent(string name)
    {
        await using var server = await FakeApiServer.StartAsync();
        using var api = server.Client();

        var error = await Assert.ThrowsAsync<KubernetesException>(() => api.GetAsync(Make.Reference(name), TestContext.Current.CancellationToken));
        Assert.True(error.IsInvalid);
        error = await Assert.ThrowsAsync<KubernetesException>(
            () => api.GetAsync(Make.Reference("a") with { Namespace = name }, TestContext.Current.CancellationToken));
        Assert.True(error.IsInvalid);

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task An_object_without_a_namespace_is_refused_where_its_kind_needs_one()
    {
        await using var server = await FakeApiServer.StartAsync();
        using var api = server.Client();

        var error = await Assert.ThrowsAsync<KubernetesException>(
            () => api.GetAsync(Make.Reference("a") with { Namespace = null }, TestContext.Current.CancellationToken));

        Assert.Equal("metadata.namespace", Assert.Single(error.Status.Details!.Causes).Field);
    }

    [Fact]
    public async Task A_list_is_read_page_by_page_and_every_item_says_what_it_is()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.OnSequence(
            "GET", Collection,
            FakeApiServer.Json(200, Make.List("9", "next", Make.ConfigMap("a"), Make.ConfigMap("b"))),
            FakeApiServer.Json(200, Make.List("9", null, Make.ConfigMap("c"))));
        using var api = server.Client();

        var items = await ListAsync(api, new ListOptions { Namespace = "shop", LabelSelector = "app in (web,db)", PageSize = 2 });

        Assert.Equal(["a", "b", "c"], items.Select(item => item.Name));
        Assert.All(items, item => Assert.Equal(("v1", "ConfigMap"), (item.ApiVersion, item.Kind)));
        Assert.All(items, item => Assert.Null(item.Parent));
        var requests = server.Seen("GET", Collection);
        Assert.Equal(["2", "2"], requests.Select(request => request.Query["limit"]));
        Assert.Equal("app in (web,db)", requests[1].Query["labelSelector"]);
        Assert.Equal("next", requests[1].Query["continue"]);
    }

    [Fact]
    public async Task A_list_whose_snapshot_expires_half_way_is_finished_from_a_newer_one_without_telling_anything_twice()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.OnSequence(
            "GET", Collection,
            FakeApiServer.Json(200, Make.List("9", "next", Make.ConfigMap("a"), Make.ConfigMap("b"))),
            FakeApiServer.Status(410, "Expired", "The provided continue parameter is too old"),
            FakeApiServer.Json(200, Make.List("20", "other", Make.ConfigMap("a", "12"), Make.ConfigMap("aa"))),
            FakeApiServer.Json(200, Make.List("20", null, Make.ConfigMap("b"), Make.ConfigMap("c"))));
        using var api = server.Client();

        var items = await ListAsync(api, new ListOptions { Namespace = "shop" });

        Assert.Equal(["a", "b", "aa", "c"], items.Select(item => item.Name));
    }

    [Fact]
    public async Task A_list_that_expires_again_and_again_ends_with_the_servers_word()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("GET", Collection, context => (context.Request.Query.ContainsKey("continue")
            ? FakeApiServer.Status(410, "Expired", "too old")
            : FakeApiServer.Json(200, Make.List("9", "next", Make.ConfigMap("a"))))(context));
        using var api = server.Client();

        var error = await Assert.ThrowsAsync<KubernetesException>(() => ListAsync(api, new ListOptions { Namespace = "shop" }));

        Assert.True(error.IsExpired);
        Assert.Equal(8, server.Seen("GET", Collection).Count);
    }

    [Fact]
    public async Task An_empty_list_as_go_writes_it_is_empty()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("GET", "/api/v1/configmaps", FakeApiServer.Text(
            200, "application/json", """{"items":null,"metadata":{"resourceVersion":"4"},"kind":"ConfigMapList","apiVersion":"v1"}"""));
        using var api = server.Client();

        Assert.Empty(await ListAsync(api, new ListOptions()));
    }

    [Fact]
    public async Task Metadata_alone_is_asked_for_and_still_says_what_it_is()
    {
        await using var server = await FakeApiServer.StartAsync();
        var partial = new JsonObject { ["kind"] = "PartialObjectMetadata", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = new JsonObject { ["name"] = "a" } };
        server.On("GET", Collection, FakeApiServer.Json(200, new JsonObject
        {
            ["kind"] = "PartialObjectMetadataList",
            ["metadata"] = new JsonObject { ["resourceVersion"] = "1" },
            ["items"] = new JsonArray(partial),
        }));
        using var api = server.Client();

        var item = Assert.Single(await ListAsync(api, new ListOptions { Namespace = "shop", MetadataOnly = true }));

        Assert.Equal(("v1", "ConfigMap", "a"), (item.ApiVersion, item.Kind, item.Name));
        Assert.StartsWith("application/json;as=PartialObjectMetadataList;", server.Seen("GET", Collection)[0].Headers["Accept"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"items":[1],"metadata":{}}""")]
    [InlineData("""{"items":[]}""")]
    [InlineData("""{"items":[{"a":1,"a":2}],"metadata":{}}""")]
    [InlineData("""{"items":[{"a":""")]
    public async Task A_list_that_is_none_is_an_error(string body)
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("GET", Collection, FakeApiServer.Text(200, "application/json", body));
        using var api = server.Client();

        var error = await Assert.ThrowsAsync<KubernetesException>(() => ListAsync(api, new ListOptions { Namespace = "shop" }));

        Assert.Equal(StatusReason.BadAnswer, error.Status.Reason);
    }

    [Fact]
    public async Task An_answer_that_nests_too_deep_is_an_error()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("GET", $"{Collection}/a", FakeApiServer.Text(
            200, "application/json", $$"""{"a":{{string.Concat(Enumerable.Repeat("[", 5000))}}{{string.Concat(Enumerable.Repeat("]", 5000))}}}"""));
        using var api = server.Client();

        var error = await Assert.ThrowsAsync<KubernetesException>(() => api.GetAsync(Make.Reference("a"), TestContext.Current.CancellationToken));

        Assert.Equal(StatusReason.BadAnswer, error.Status.Reason);
    }

    private static async Task<List<JsonObject>> ListAsync(KubernetesApi api, ListOptions options)
    {
        var items = new List<JsonObject>();
        await foreach (var item in api.ListAsync(Make.ConfigMapKind, options, TestContext.Current.CancellationToken)) items.Add(item);
        return items;
    }
}
