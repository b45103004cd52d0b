using System.Text;
using System.Text.Json.Nodes;

namespace Pdp.LocalCluster.Tests.Api;

/// <summary>What clients read before they patch.</summary>
public sealed class OpenApiTests(ClusterFixture fixture) : IClassFixture<ClusterFixture>
{
    private readonly TestCluster _cluster = fixture.Cluster;

    [Fact]
    public async Task Version_3_knows_how_lists_are_merged()
    {
        var index = await _cluster.GetAsync("/openapi/v3");
        var document = await _cluster.GetAsync((string)index.Body["paths"]!["apis/apps/v1"]!["serverRelativeURL"]!);
        var containers = document.Body["components"]!["schemas"]!["io.k8s.PodSpec"]!["properties"]!["containers"]!;
        Assert.Equal("name", (string?)containers["x-kubernetes-patch-merge-key"]);
        Assert.Equal("map", (string?)containers["x-kubernetes-list-type"]);
        var patch = document.Body["paths"]!["/apis/apps/v1/namespaces/{namespace}/deployments/{name}"]!["patch"]!;
        Assert.Contains("fieldValidation", patch["parameters"]!.AsArray().Select(p => (string?)p!["name"]));
    }

    [Fact]
    public async Task Every_reference_leads_somewhere()
    {
        foreach (var (_, item) in (await _cluster.GetAsync("/openapi/v3")).Body["paths"]!.AsObject())
            AllThere(
                (await _cluster.GetAsync((string)item!["serverRelativeURL"]!))
                    .Body, "#/components/schemas/", d => d["components"]!["schemas"]!);
        AllThere((await _cluster.GetAsync("/openapi/v2")).Body, "#/definitions/", d => d["definitions"]!);
    }

    [Fact]
    public async Task Version_2_is_there_in_binary_for_older_clients()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi/v2");
        request.Headers.TryAddWithoutValidation("Accept", "application/com.github.proto-openapi.spec.v2@v1.0+protobuf");
        using var response = await _cluster.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal("\n\u00032.0"u8.ToArray(), bytes[..5]);
        Assert.Contains("x-kubernetes-patch-merge-key", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        Assert.Equal("application/com.github.proto-openapi.spec.v2.v1.0+protobuf", response.Content.Headers.ContentType?.ToString());
    }

    private static void AllThere(JsonObject document, string prefix, Func<JsonObject, JsonNode> schemas)
    {
        var known = schemas(document).AsObject();
        foreach (var reference in References(document))
            Assert.True(known.ContainsKey(reference[prefix.Length..]), reference);
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject obj => obj.SelectMany(p => p.Key == "$ref" && p.Value is JsonValue value ? [(string)value!] : References(p.Value)),
        JsonArray array => array.SelectMany(References),
        _ => [],
    };
}
