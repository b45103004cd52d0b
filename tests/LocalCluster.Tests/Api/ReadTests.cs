using System.Net;
using System.Net.Http.Headers;
using Pdp.LocalCluster.Tests.Conformance;

namespace Pdp.LocalCluster.Tests.Api;

/// <summary>Lists in pages and at versions, watches that are left behind, and the forms answers come in.</summary>
public sealed class ReadTests
{
    [Fact]
    public async Task Pages_show_the_state_of_the_first_one()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.NamespaceAsync("p");
        for (var i = 0; i < 5; i++)
            await cluster.PostAsync("/api/v1/namespaces/p/secrets", $$$"""{"metadata":{"name":"s{{{i}}}"}}""");
        var first = await cluster.GetAsync("/api/v1/namespaces/p/secrets?limit=2");
        Assert.Equal(3, (int?)first.At("metadata.remainingItemCount"));
        await cluster.SendAsync(HttpMethod.Delete, "/api/v1/namespaces/p/secrets/s3");
        await cluster.PostAsync("/api/v1/namespaces/p/secrets", """{"metadata":{"name":"s9"}}""");
        var second = await cluster.GetAsync($"/api/v1/namespaces/p/secrets?limit=9&continue={(string?)first.At("metadata.continue")}");
        Assert.Equal(["s2", "s3", "s4"], Names(second));
        Assert.Equal((string?)first.At("metadata.resourceVersion"), (string?)second.At("metadata.resourceVersion"));
        var exact = await cluster.GetAsync(
            $"/api/v1/namespaces/p/secrets?resourceVersionMatch=Exact&resourceVersion={(string?)first.At("metadata.resourceVersion")}");
        Assert.Equal(["s0", "s1", "s2", "s3", "s4"], Names(exact));
        Assert.Equal(["s0", "s1", "s2", "s4", "s9"], Names(await cluster.GetAsync("/api/v1/namespaces/p/secrets")));
    }

    [Fact]
    public async Task A_watch_from_before_the_history_is_told_to_list_again()
    {
        await using var cluster = await TestCluster.StartAsync(new LocalClusterOptions { SimulatedNode = true, WatchHistory = 64 });
        await cluster.NamespaceAsync("w");
        await cluster.PostAsync("/api/v1/namespaces/w/secrets", """{"metadata":{"name":"first"}}""");
        var start = (string?)(await cluster.GetAsync("/api/v1/namespaces/w/secrets")).At("metadata.resourceVersion");
        for (var i = 0; i < 70; i++)
            await cluster.PostAsync("/api/v1/namespaces/w/secrets", $$$"""{"metadata":{"name":"s{{{i}}}"}}""");
        var watch = await cluster.GetAsync($"/api/v1/namespaces/w/secrets?watch=1&timeoutSeconds=2&resourceVersion={start}");
        Assert.Equal("ERROR", (string?)watch.Body["type"]);
        Assert.Equal(410, (int?)watch.At("object.code"));
        Assert.Equal("Expired", (string?)watch.At("object.reason"));
        Assert.Equal(
            410, (await cluster.GetAsync($"/api/v1/namespaces/w/secrets?resourceVersionMatch=Exact&resourceVersion={start}")).Status);
    }

    [Fact]
    public async Task A_watch_ends_when_its_time_is_up()
    {
        await using var cluster = await TestCluster.StartAsync();
        var timed = await cluster.GetAsync("/api/v1/namespaces?watch=1&timeoutSeconds=1&resourceVersion=0");
        Assert.Equal(200, timed.Status);
        Assert.Equal(4, timed.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_watch_ends_when_the_server_stops()
    {
        var cluster = await TestCluster.StartAsync();
        using var response = await cluster.Client.GetAsync(
            "/api/v1/namespaces?watch=1", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var read = response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        await cluster.Server.DisposeAsync();
        var text = await read.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.StartsWith("""{"type":"ADDED",""", text, StringComparison.Ordinal);
        await cluster.DisposeAsync();
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Both_versions_of_http_are_spoken(string version)
    {
        await using var cluster = await TestCluster.StartAsync();
        using var client = cluster.NewClient(Version.Parse(version));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", cluster.Server.Token);
        using var response = await client.GetAsync("/version", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Version.Parse(version), response.Version);
    }

    [Theory]
    [InlineData("application/json;as=Table;v=v1;g=meta.k8s.io,application/json", "Table")]
    [InlineData("application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io", "PartialObjectMetadataList")]
    [InlineData("application/vnd.kubernetes.protobuf,application/json", "NamespaceList")]
    [InlineData("*/*", "NamespaceList")]
    public async Task Answers_come_in_the_form_that_was_asked_for(string accept, string kind)
    {
        await using var cluster = await TestCluster.StartAsync();
        cluster.Client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);
        Assert.Equal(kind, (string?)(await cluster.GetAsync("/api/v1/namespaces")).Body["kind"]);
    }

    [Fact]
    public async Task A_form_nobody_has_is_not_acceptable()
    {
        await using var cluster = await TestCluster.StartAsync();
        cluster.Client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "text/html");
        Assert.Equal(406, (await cluster.GetAsync("/api/v1/namespaces")).Status);
    }

    private static IEnumerable<string?> Names(Answer list) =>
        FieldPath.Find(list.Body, "items[*].metadata.name")!.AsArray().Select(n => (string?)n);
}
