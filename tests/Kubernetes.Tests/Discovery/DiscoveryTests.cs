using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Tests.Support;
using Pdp.Testing;

namespace Pdp.Kubernetes.Tests.Discovery;

public sealed class DiscoveryTests
{
    private static readonly GroupVersionKind _deployment = new("apps", "v1", "Deployment");
    private static readonly GroupVersionKind _widget = new("example.dev", "v1", "Widget");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_kind_is_found_in_the_classic_documents_with_its_subresources()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("GET", "/apis/apps/v1", FakeApiServer.Json(200, FakeApiServer.Classic(
            "apps/v1", ("deployments", "Deployment", true), ("deployments/scale", "Scale", true), ("deployments/status", "Deployment", true))));
        using var api = server.Client();

        var mapping = await api.ResolveAsync(_deployment, Stop);

        Assert.NotNull(mapping);
        Assert.Equal(("deployments", true, true, false), (mapping.Plural, mapping.Namespaced, mapping.Can("watch"), mapping.Can("patch")));
        Assert.Equal(["scale", "status"], mapping.Subresources.Order());
        Assert.DoesNotContain(server.Requests, request => request.Path == "/api/v1");
    }

    [Fact]
    public async Task The_aggregated_form_tells_all_groups_in_two_requests()
    {
        await using var server = await AggregatedAsync();
        using var api = server.Client();

        foreach (var kind in new[] { _deployment, Make.ConfigMapKind, _deployment }) Assert.NotNull(await api.ResolveAsync(kind, Stop));
        var mapping = await api.ResolveAsync(_deployment, Stop);

        Assert.NotNull(mapping);
        Assert.Equal(("deployments", true, true), (mapping.Plural, mapping.Namespaced, mapping.Can("patch")));
        Assert.Equal(["status"], mapping.Subresources);
        Assert.Equal(["/api", "/apis"], server.Requests.Select(request => request.Path).Order());
    }

    [Fact]
    public async Task A_kind_is_found_in_the_version_the_server_prefers_of_those_that_have_it()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("GET", "/apis/example.dev", FakeApiServer.Json(200, new JsonObject
        {
            ["kind"] = "APIGroup",
            ["name"] = "example.dev",
            ["versions"] = new JsonArray(new JsonObject { ["version"] = "v1" }, new JsonObject { ["version"] = "v2" }),
            ["preferredVersion"] = new JsonObject { ["version"] = "v2" },
        }));
        server.On("GET", "/apis/example.dev/v1", FakeApiServer.Json(200, FakeApiServer.Classic(
            "example.dev/v1", ("widgets", "Widget", true), ("gadgets", "Gadget", true))));
        server.On("GET", "/apis/example.dev/v2", FakeApiServer.Json(200, FakeApiServer.Classic("example.dev/v2", ("widgets", "Widget", true))));
        server.On("GET", "/api/v1", FakeApiServer.Json(200, FakeApiServer.Classic("v1", ("configmaps", "ConfigMap", true))));
        using var api = server.Client();

        for (var again = 0; again < 2; again++)
        {
            Assert.Equal("v2", (await api.ResolveAsync("example.dev", "Widget", Stop))?.Kind.Version);
            Assert.Equal("v1", (await api.ResolveAsync("example.dev", "Gadget", Stop))?.Kind.Version);
            Assert.Equal("v1", (await api.ResolveAsync("", "ConfigMap", Stop))?.Kind.Version);
            Assert.Null(await api.ResolveAsync("example.dev", "Nothing", Stop));
            Assert.Null(await api.ResolveAsync("nobody.dev", "Widget", Stop));
        }
        Assert.Single(server.Seen("GET", "/apis/example.dev"));
        Assert.Single(server.Seen("GET", "/apis/nobody.dev"));
    }

    [Fact]
    public async Task A_group_whose_server_is_down_holds_up_nobody_else()
    {
        await using var server = await AggregatedAsync(staleGroup: "example.dev");
        server.On("GET", "/apis/example.dev/v1", FakeApiServer.Status(503, "ServiceUnavailable", "the server is currently unable to handle the request"));
        var time = new ManualTimeProvider();
        using var api = server.Client(time: time);

        var asking = api.ResolveAsync(_widget, Stop);
        await Eventually.TrueAsync(() => server.Seen("GET", "/apis/example.dev/v1").Count > 0, cancellationToken: Stop);
        Assert.NotNull(await api.ResolveAsync(_deployment, Stop).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Stop));
        Assert.False(asking.IsCompleted);

        await time.AdvanceUntilAsync(() => asking.IsCompleted, TimeSpan.FromMilliseconds(10), cancellationToken: Stop);
        Assert.Equal(503, (await Assert.ThrowsAsync<KubernetesException>(() => asking)).Status.Code);
    }

    [Fact]
    public async Task An_unknown_kind_is_null_and_asked_for_no_more_often_than_allowed()
    {
        await using var server = await FakeApiServer.StartAsync();
        var time = new ManualTimeProvider();
        using var api = server.Client(time: time);

        for (var i = 0; i < 10; i++) Assert.Null(await api.ResolveAsync(_widget, Stop));
        Assert.Single(server.Seen("GET", "/apis/example.dev/v1"));

        server.On("GET", "/apis/example.dev/v1", FakeApiServer.Json(200, FakeApiServer.Classic("example.dev/v1", ("widgets", "Widget", false))));
        time.Advance(TimeSpan.FromSeconds(5));
        var mapping = await api.ResolveAsync(_widget, Stop);
        Assert.Equal(("widgets", false), (mapping?.Plural, mapping?.Namespaced));
    }

    [Fact]
    public async Task What_is_known_is_asked_again_in_time_and_kept_while_the_server_cannot_say()
    {
        await using var server = await FakeApiServer.StartAsync();
        var time = new ManualTimeProvider();
        using var api = server.Client(new KubernetesApiOptions { MaxAttempts = 1 }, time);
        Assert.NotNull(await api.ResolveAsync(_deployment, Stop));

        time.Advance(TimeSpan.FromMinutes(9));
        await api.ResolveAsync(_deployment, Stop);
        Assert.Single(server.Seen("GET", "/apis/apps/v1"));

        server.On("GET", "/apis/apps/v1", FakeApiServer.Status(503, ""));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.NotNull(await api.ResolveAsync(_deployment, Stop));
        Assert.Equal(2, server.Seen("GET", "/apis/apps/v1").Count);
    }

    [Fact]
    public async Task Many_who_ask_at_once_ask_once()
    {
        await using var server = await FakeApiServer.StartAsync();
        using var api = server.Client();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => api.ResolveAsync(_deployment, Stop)));

        Assert.Single(server.Seen("GET", "/apis/apps/v1"));
        Assert.Single(server.Seen("GET", "/apis"));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("")]
    public async Task A_document_that_is_none_is_an_error(string body)
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("GET", "/apis/apps/v1", FakeApiServer.Text(200, "application/json", body));
        using var api = server.Client();

        Assert.Equal(StatusReason.BadAnswer, (await Assert.ThrowsAsync<KubernetesException>(() => api.ResolveAsync(_deployment, Stop))).Status.Reason);
    }

    [Fact]
    public async Task Groups_that_nobody_serves_are_not_remembered_for_ever()
    {
        await using var server = await FakeApiServer.StartAsync();
        using var api = server.Client();

        for (var i = 0; i < 1100; i++) Assert.Null(await api.ResolveAsync(new($"g{i}.dev", "v1", "X"), Stop));
        server.Requests.Clear();
        Assert.Null(await api.ResolveAsync(new("g0.dev", "v1", "X"), Stop));

        Assert.Single(server.Requests);
    }

    private static async Task<FakeApiServer> AggregatedAsync(string? staleGroup = null)
    {
        var server = await FakeApiServer.StartAsync();
        server.On("GET", "/api", Aggregated(Group("", "v1", "Current", ("configmaps", "ConfigMap"))));
        server.On("GET", "/apis", staleGroup is null
            ? Aggregated(Group("apps", "v1", "Current", ("deployments", "Deployment")))
            : Aggregated(Group("apps", "v1", "Current", ("deployments", "Deployment")), Group(staleGroup, "v1", "Stale")));
        return server;
    }

    // As the API server does: the aggregated form only for who asks for it.
    private static RequestDelegate Aggregated(params JsonObject[] groups) => context =>
    {
        const string type = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
        if (!context.Request.Headers.Accept.ToString().Contains(type, StringComparison.Ordinal)) return FakeApiServer.Json(200, [])(context);
        var document = new JsonObject { ["kind"] = "APIGroupDiscoveryList", ["apiVersion"] = "apidiscovery.k8s.io/v2", ["items"] = new JsonArray([.. groups.Select(group => group.DeepClone())]) };
        return FakeApiServer.Text(200, type, document.ToJsonString())(context);
    };

    private static JsonObject Group(string name, string version, string freshness, params (string Plural, string Kind)[] resources) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name.Length > 0 ? name : null },
        ["versions"] = new JsonArray(new JsonObject
        {
            ["version"] = version,
            ["freshness"] = freshness,
            ["resources"] = new JsonArray([.. resources.Select(resource => new JsonObject
            {
                ["resource"] = resource.Plural,
                ["responseKind"] = new JsonObject { ["group"] = name, ["version"] = version, ["kind"] = resource.Kind },
                ["scope"] = "Namespaced",
                ["verbs"] = new JsonArray("get", "patch"),
                ["subresources"] = new JsonArray(new JsonObject { ["subresource"] = "status", ["verbs"] = new JsonArray("get") }),
            })]),
        }),
    };
}
