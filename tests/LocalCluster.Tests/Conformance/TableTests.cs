using System.Text.Json.Nodes;

namespace Pdp.LocalCluster.Tests.Conformance;

/// <summary>The printed form has the columns a real API server was recorded with.</summary>
public sealed class TableTests(ClusterFixture fixture) : IClassFixture<ClusterFixture>
{
    public static TheoryData<string> Paths => [.. Recorded.Select(t => t.Key).Where(k => !k.EndsWith("#row", StringComparison.Ordinal))];

    private static JsonObject Recorded { get; } =
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Conformance", "Data", "tables.json")))!.AsObject();

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Columns_are_as_recorded(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io");
        var answer = await Answer.OfAsync(await fixture.Cluster.Client.SendAsync(request, TestContext.Current.CancellationToken));
        foreach (var column in answer.Body["columnDefinitions"]!.AsArray())
            column!.AsObject().Remove("description");
        Assert.Equal(Recorded[path]!.ToJsonString(), answer.Body["columnDefinitions"]!.ToJsonString());
    }
}
