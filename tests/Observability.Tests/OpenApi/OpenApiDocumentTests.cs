using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Pdp.Observability.Access;
using Pdp.Observability.OpenApi;
using Pdp.Observability.Tests.Support;

namespace Pdp.Observability.Tests.OpenApi;

/// <summary>The document says what is mapped, all of it and nothing else.</summary>
public sealed partial class OpenApiDocumentTests : IAsyncLifetime
{
    private PlaneStage _stage = null!;

    public async ValueTask InitializeAsync() => _stage = await PlaneStage.StartAsync();

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task Every_route_is_described_and_every_description_is_mapped()
    {
        var document = await _stage.Api.Client.GetAsync("/openapi.json", TestContext.Current.CancellationToken).JsonAsync();
        var described = from path in document.GetProperty("paths").EnumerateObject()
                        from operation in path.Value.EnumerateObject()
                        select $"{operation.Name.ToUpperInvariant()} {path.Name}";
        var mapped = from route in Routes()
                     from method in route.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
                     select $"{method} {OpenApiDocument.PathOf(route)}";

        Assert.Equal(mapped.Order(), described.Order());
        Assert.Equal("3.1.0", document.GetProperty("openapi").GetString());
    }

    [Fact]
    public void Every_route_below_the_api_needs_a_verb() =>
        Assert.All(Routes(), route => Assert.True(route.Metadata.GetMetadata<NeededVerb>() is not null, $"{route.RoutePattern.RawText} is open to nobody"));

    [Fact]
    public async Task What_a_route_reads_and_writes_is_described_field_by_field()
    {
        var document = await _stage.Api.Client.GetAsync("/openapi.json", TestContext.Current.CancellationToken).JsonAsync();
        var query = document.GetProperty("paths").GetProperty("/api/v1/logs/query").GetProperty("post");
        var fields = query.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("properties");

        Assert.Equal(
            ["startTime", "endTime", "limit", "sortOrder", "searchScope", "levels", "search", "cursor"], fields.EnumerateObject().Select(field => field.Name));
        Assert.Contains("date-time", fields.GetProperty("startTime").GetRawText());
        Assert.Contains("warning", fields.GetProperty("levels").GetRawText());
        Assert.All(fields.EnumerateObject(), field => Assert.True(field.Value.TryGetProperty("description", out _), $"{field.Name} says nothing"));
    }

    [Fact]
    public async Task References_within_the_document_lead_somewhere()
    {
        var text = await _stage.Api.Client.GetStringAsync("/openapi.json", TestContext.Current.CancellationToken);
        using var document = JsonDocument.Parse(text);
        foreach (Match reference in Reference().Matches(text))
        {
            var at = document.RootElement;
            foreach (var part in reference.Groups["path"].Value.Split('/')) Assert.True(at.TryGetProperty(part, out at), reference.Value);
        }
    }

    private IEnumerable<RouteEndpoint> Routes() =>
        _stage.Api.Server.Endpoints.OfType<RouteEndpoint>().Where(route => OpenApiDocument.PathOf(route).StartsWith("/api/", StringComparison.Ordinal));

    [GeneratedRegex("\"\\$ref\":\"#/(?<path>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();
}
