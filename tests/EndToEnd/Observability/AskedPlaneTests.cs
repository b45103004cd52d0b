using System.Net;
using System.Text.Json.Nodes;
using Pdp.Story;

namespace Pdp.EndToEnd.Observability;

/// <summary>The plane itself is asked, with tokens of its control plane.</summary>
[Lasts(170)]
public sealed class AskedPlaneTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lines_are_searched_and_followed_also_with_the_control_plane_gone()
    {
        await using var plane = await ObservedPlane.StartAsync();
        var token = await plane.TokenAsync(new JsonObject { ["organization"] = "default", ["project"] = "shop", ["verbs"] = new JsonArray("logs") });
        var elsewhere = await plane.TokenAsync(new JsonObject { ["organization"] = "default", ["project"] = "bank", ["verbs"] = new JsonArray("logs") });
        await FoundAsync(plane, token, "line 30");
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

    [Fact]
    public async Task An_agent_that_was_killed_goes_on_where_it_was_each_line_once_without_a_control_plane()
    {
        await using var plane = await ObservedPlane.StartAsync();
        var token = await plane.TokenAsync(new JsonObject { ["verbs"] = new JsonArray("logs") });
        await FoundAsync(plane, token, "line 40");
        await plane.Stage.Control.KillAsync(Ct);
        await plane.Stage.Agent.KillAsync(Ct);
        plane.Stage.Agent.Start();

        // Who begins to lead reads what is believed from the cluster: nobody else is there to ask.
        await FoundAsync(plane, token, "line 300");
        var found = await plane.FoundAsync(token, """{"search":"line","sortOrder":"asc","limit":300}""");
        Assert.Equal(Enumerable.Range(0, 300).Select(number => $"line {number}"), found);
    }

    private static Task FoundAsync(ObservedPlane plane, string token, string line) => Poll.UntilTrueAsync(
        $"{line} to be found",
        async () => await plane.TryFindAsync(token, $$"""{"search":"\"{{line}}\""}""") is { } found && found.Contains(line),
        Limit,
        Ct);

    [Fact]
    public async Task A_plane_tells_what_runs_there_what_happened_and_what_it_uses()
    {
        await using var plane = await ObservedPlane.StartAsync();
        var token = await plane.TokenAsync(
            new JsonObject { ["organization"] = "default", ["project"] = "shop", ["verbs"] = new JsonArray("components", "events", "metrics") });

        var rollout = await plane.AskAsync(token, "components/chatter/rollout");
        Assert.Equal("Healthy", (string?)rollout["component"]!["phase"]);
        Assert.Equal("running", (string?)rollout["tree"]![0]!["children"]![0]!["children"]![0]!["containers"]![0]!["state"]);
        await Poll.UntilTrueAsync(
            "the deployment to be told as an event",
            async () => (await plane.AskAsync(token, "events/query", """{"reasons":["Deployed"]}"""))["events"]!.AsArray().Count == 1,
            Limit,
            Ct);
        var metrics = await plane.AskAsync(token, "metrics/query", """{"metrics":["cpu","network"]}""");
        Assert.Equal(["cpu", "network"], metrics["unavailable"]!.AsArray().Select(one => (string?)one!["metric"]));
        Assert.Equal("success", (string?)(await plane.AskAsync(token, "prometheus/api/v1/status/buildinfo"))["status"]);
    }

    [Fact]
    public async Task The_command_line_asks_the_plane_itself()
    {
        await using var plane = await ObservedPlane.StartAsync();
        var token = await plane.TokenAsync(new JsonObject { ["verbs"] = new JsonArray("logs") });
        await FoundAsync(plane, token, "line 20");

        var lines = await plane.CommandAsync("logs", "default/shop/chatter", "--search", "\"line 20\"", "--output", "json");
        Assert.Equal("line 20", (string?)JsonNode.Parse(lines)!["message"]);
        Assert.Contains("line 20", await plane.CommandAsync("logs", "default/shop/chatter", "--search", "\"line 20\""), StringComparison.Ordinal);
        Assert.Contains("Deployed", await plane.CommandAsync("planes", "events", "default/shop"), StringComparison.Ordinal);
        await Poll.UntilTrueAsync(
            "the component to be sampled",
            async () => (await plane.CommandAsync("metrics", "default/shop/chatter", "--metric", "restarts")).Contains("restarts", StringComparison.Ordinal),
            Limit,
            Ct);
        await plane.Stage.Agent.KillAsync(Ct);
        var refused = await Assert.ThrowsAsync<StoryException>(() => plane.CommandAsync("logs", "default/shop/chatter"));
        Assert.Contains("Network", refused.Message, StringComparison.Ordinal);
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
