using System.Net;
using System.Text.Json.Nodes;

namespace Pdp.ControlStub.Tests.Pipelines;

/// <summary>API versions of a component live beside each other: each has releases, deployments and promotions of its own.</summary>
public sealed class TrackTests
{
    [Fact]
    public async Task Two_versions_run_in_one_environment_and_are_promoted_apart()
    {
        await using var plane = await PipelinePlane.StartAsync(allowTags: true);
        var stub = plane.Stub;
        foreach (var (version, image) in new[] { ("v1.2", "example.com/web:1.2"), ("v1.3", "example.com/web:1.3") })
        {
            (await stub.SendAsync("PUT", $"/api/v1/releases/acme/shop/web@{version}/r1", PipelinePlane.Release(image))).Expect(HttpStatusCode.Created);
            foreach (var environment in new[] { "development", "staging" })
                await stub.SendAsync("PUT", $"/api/v1/bindings/acme/shop/web@{version}/{environment}/values", """{"config": {"greeting": "hello"} }""");
            (await stub.SendAsync("POST", $"/api/v1/bindings/acme/shop/web@{version}/development/deploy?release=r1")).Expect(HttpStatusCode.OK);
        }

        (await stub.SendAsync("POST", "/api/v1/bindings/acme/shop/web@v1.3/staging/promote?force=true", null, "application/json", ("Pdp-Reason", "now"))).Expect(HttpStatusCode.OK);
        Assert.Equal(("web", "v1.2", "example.com/web:1.2"), await IntentAsync(stub, "acme-web-v1-2-development"));
        Assert.Equal(("web", "v1.3", "example.com/web:1.3"), await IntentAsync(stub, "acme-web-v1-3-development"));
        Assert.Equal(("web", "v1.3", "example.com/web:1.3"), await IntentAsync(stub, "acme-web-v1-3-staging"));
        (await stub.SendAsync("GET", "/api/v1/planes/east/intents/acme-web-v1-2-staging")).Expect(HttpStatusCode.NotFound);
        Assert.Equal(["web@v1.2", "web@v1.3"], await ListedAsync(stub, "releases?component=web"));
        Assert.Equal(["web@v1.3"], await ListedAsync(stub, "releases?component=web@v1.3"));
        Assert.Equal(["web@v1.2", "web@v1.2", "web@v1.3", "web@v1.3"], await ListedAsync(stub, "bindings?component=web"));
    }

    [Theory]
    [InlineData("web@1.2")]
    [InlineData("web@")]
    [InlineData("web@v1.2@v1.3")]
    [InlineData("Web@v1")]
    public async Task What_is_no_version_is_not_found(string component)
    {
        await using var stub = await RunningStub.StartAsync();
        var reply = await stub.SendAsync("GET", $"/api/v1/bindings/acme/shop/{component}/staging/history");
        Assert.Contains("@v1.2", (string?)reply.Expect(HttpStatusCode.NotFound)["detail"], StringComparison.Ordinal);
    }

    private static async Task<(string?, string?, string?)> IntentAsync(RunningStub stub, string id)
    {
        var document = (await stub.SendAsync("GET", $"/api/v1/planes/east/intents/{id}")).Expect(HttpStatusCode.OK)["document"]!;
        return ((string?)document["metadata"]!["component"], (string?)document["metadata"]!["track"], (string?)document["spec"]!["containers"]!["main"]!["image"]);
    }

    private static async Task<List<string?>> ListedAsync(RunningStub stub, string query) =>
        [.. (await stub.SendAsync("GET", $"/api/v1/{query}")).Expect(HttpStatusCode.OK)["items"]!.AsArray().Select(i => (string?)((JsonObject)i!)["component"])];
}
