using System.Net;
using System.Text.Json.Nodes;
using Pdp.Story;

namespace Pdp.EndToEnd.Observability;

/// <summary>Log lines asked of the plane itself, with tokens of its control plane.</summary>
public sealed class LogsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lines_are_searched_and_followed_also_with_the_control_plane_gone()
    {
        await using var plane = await ObservedPlane.StartAsync();
        var token = await plane.TokenAsync(new JsonObject { ["organization"] = "default", ["project"] = "shop", ["verbs"] = new JsonArray("logs") });
        var elsewhere = await plane.TokenAsync(new JsonObject { ["organization"] = "default", ["project"] = "bank", ["verbs"] = new JsonArray("logs") });
        await Poll.UntilTrueAsync(
            "the first lines to be found",
            async () => (await plane.FoundAsync(token, """{"search":"line","sortOrder":"asc","limit":1000}""")).Contains("line 30"),
            Limit,
            Ct);
        var found = await plane.FoundAsync(token, """{"search":"line","sortOrder":"asc","limit":30}""");
        Assert.Equal(Enumerable.Range(0, 30).Select(number => $"line {number}"), found);
        Assert.Empty(await plane.FoundAsync(elsewhere, "{}"));
        using (var refused = await plane.SearchAsync(elsewhere, """{"searchScope":{"project":"shop"}}"""))
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        using var tail = await plane.TailAsync(token);
        var before = await NumbersAsync(tail, 10);
        await plane.Stage.Control.KillAsync(Ct);
        var after = await NumbersAsync(tail, 30);

        Assert.Equal(Enumerable.Range(before[0], 40), before.Concat(after));
        Assert.Contains($"line {after[0]}", await plane.FoundAsync(token, $$"""{"search":"\"line {{after[0]}}\""}"""));
        var used = Directory.EnumerateFiles(plane.Audit).SelectMany(File.ReadLines).Where(line => line.Contains("token.used", StringComparison.Ordinal));
        Assert.Equal(2, used.Count());
    }

    private static async Task<IReadOnlyList<int>> NumbersAsync(StreamReader tail, int count)
    {
        var numbers = new List<int>();
        while (numbers.Count < count && await tail.ReadLineAsync(Ct) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal)) Assert.Equal("event: log", line);
            if (line.StartsWith("data: ", StringComparison.Ordinal)) numbers.Add((int)JsonNode.Parse(line[6..])!["fields"]!["number"]!);
        }
        return numbers;
    }
}
