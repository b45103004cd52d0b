using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging.Abstractions;
using Pdp.ControlStub.Hosting;
using Pdp.ControlStub.Security;
using Pdp.ControlStub.Store;
using Pdp.ControlStub.Store.Sqlite;
using Pdp.ControlStub.Trust;
using Pdp.Testing;

namespace Pdp.ControlStub.Tests.Api;

public sealed partial class OpenApiTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_mapped_endpoint_is_in_the_document_and_the_other_way_round()
    {
        using var directory = new TempDirectory();
        var options = new ServeOptions { Data = directory.Path };
        await using var store = SqliteControlStore.Open(directory.Combine("control.db"), new StoreLimits(), TimeProvider.System);
        using var key = await IntentKey.OpenAsync(directory.Path, store.Keys, TimeProvider.System, Cancel);
        using var certificates = Certificates.Open(options, directory.Path, isFirstStart: true, TimeProvider.System);
        using var parts = new ControlParts(options, store, TimeProvider.System, NullLoggerFactory.Instance, Cancel);
        var shared = new SharedKeys(store.Keys, passphrase: null, TimeProvider.System);
        using var book = new TrustBook(store, shared, directory.Path, TimeProvider.System);
        await book.OpenAsync(key, certificates.Own, certificates.GivenAuthority, Cancel);
        parts.Compose(new ProcessKeys(book, shared, directory.Path), certificates, () => new Uri("wss://localhost"));
        await using var app = WebApplication.CreateSlimBuilder().Build();
        parts.MapOperators(app);
        var mapped = ((IEndpointRouteBuilder)app).DataSources.SelectMany(d => d.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => $"{m} {e.RoutePattern.RawText}"));
        Assert.Equal(OpenApiContract.Operations.Keys.Order(StringComparer.Ordinal), mapped.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_document_is_served_to_anybody_and_is_of_version_3_1()
    {
        await using var stub = await RunningStub.StartAsync();
        using var nobody = stub.NewClient(null);
        var document = (JsonObject)JsonNode.Parse(await nobody.GetStringAsync("/openapi.json", Cancel))!;
        Assert.Equal("3.1.0", (string?)document["openapi"]);
        Assert.True(JsonNode.DeepEquals(document, OpenApiContract.Document));
    }

    [Fact]
    public void Every_reference_leads_somewhere_and_every_operation_has_a_name_of_its_own()
    {
        void Walk(JsonNode? node)
        {
            OpenApiContract.Resolve(node as JsonObject);
            foreach (var child in node switch { JsonObject o => o.Select(p => p.Value), JsonArray a => a, _ => [] })
                Walk(child);
        }

        Walk(OpenApiContract.Document);
        var names = OpenApiContract.Operations.Values.Select(o => (string)o["operationId"]!).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    [Fact]
    public void Every_path_parameter_is_described()
    {
        foreach (var (path, item) in (JsonObject)OpenApiContract.Document["paths"]!)
        {
            var described = ((JsonArray?)item!["parameters"] ?? []).Select(p => (string)OpenApiContract.Resolve(p)!["name"]!);
            Assert.Equal(PathParameter().Matches(path).Select(m => m.Groups["name"].Value).Order(), described.Order());
        }
    }

    [Fact]
    public async Task Every_query_parameter_that_is_taken_is_described_and_the_other_way_round()
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        await stub.SendAsync("PUT", "/api/v1/planes/east/intents/web", Samples.Web);
        foreach (var (name, operation) in OpenApiContract.Operations.Where(o => o.Key.Contains("/api/", StringComparison.Ordinal)))
        {
            var described = ((JsonArray?)operation["parameters"] ?? []).Select(OpenApiContract.Resolve)
                .Where(p => (string?)p!["in"] == "query").Select(p => (string)p!["name"]!).Order(StringComparer.Ordinal).ToList();
            var parts = name.Split(' ');
            var reply = await stub.SendAsync(parts[0], ApiPaths.Fill(parts[1]) + "?noSuchThing=1");
            reply.Expect(HttpStatusCode.BadRequest);
            var message = reply.Json["errors"]!.AsArray().Select(e => (string)e!["message"]!).Single(m => m.StartsWith("may only have", StringComparison.Ordinal) || m == "takes no query");
            Assert.True(message == (described.Count == 0 ? "takes no query" : $"may only have {string.Join(", ", described)}"), $"{name}: {message}");
        }
    }

    [Theory]
    [InlineData(200, "application/json", "{}")]
    [InlineData(200, "application/json", """{"items":[{"id":"a"}]}""")]
    [InlineData(200, "application/json", """{"items":[],"more":1}""")]
    [InlineData(200, "text/plain", """{"items":[]}""")]
    [InlineData(418, "application/json", """{"items":[]}""")]
    public void An_answer_that_is_not_in_the_document_is_found_out(int status, string type, string body)
    {
        OpenApiContract.Check("GET", "/api/v1/planes", HttpStatusCode.OK, "application/json", """{"items":[]}""");
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => OpenApiContract.Check("GET", "/api/v1/planes", (HttpStatusCode)status, type, body));
    }

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.None, 1000)]
    private static partial Regex PathParameter();
}
