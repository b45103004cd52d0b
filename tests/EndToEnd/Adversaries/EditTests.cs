using System.Text.Json.Nodes;
using Pdp.EndToEnd.Adversaries.Tables;
using Pdp.Story;
using Pdp.Story.Wire;

namespace Pdp.EndToEnd.Adversaries;

/// <summary>
/// Whoever may edit what is in the agent's namespace gets no further than the status: each edit is refused by name, what runs is kept as it was,
/// and the control plane's next word puts all right.
/// </summary>
public sealed class EditTests(Siege siege) : IClassFixture<Siege>
{
    private const string Merge = "application/merge-patch+json";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_edit_is_refused_by_name()
    {
        var wrong = new List<string>();
        foreach (var (edit, i) in IntentEdits.All.Select((edit, i) => (edit, i)))
        {
            var id = $"good-edit-{i}";
            await LandAsync(id, IntentEdits.Generation);
            await EditAsync(PathOf(id), edit.Patch(id));
            var status = await StatusAsync(id, edit.Name, status => (string?)status["phase"] == "Refused");
            if (!edit.Expected.Split('|').Contains((string?)status["reason"])) wrong.Add($"{edit.Name}: {status["reason"]}: {status["message"]}");
            Assert.Equal("3", await ValueAsync(id));
            Assert.Equal("stored", await SayAsync(IntentEdits.Document(id, 10, "10")));
            await LandedAsync(id, "10");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(siege.Stands);
        Assert.Empty(await siege.BreachesAsync(Ct));
    }

    [Fact]
    public async Task An_intent_written_by_hand_is_not_followed()
    {
        var jws = Forge.Sign(IntentEdits.Document("good-original", 3, "3"));
        (string Name, JsonObject Spec)[] resources =
        [
            ("good-hand-empty", []),
            ("good-hand-copy", new JsonObject { ["jws"] = jws, ["generation"] = 3 }),
            ("good-hand-stranger", new JsonObject { ["jws"] = Forge.Sign(Forge.Header().ToJsonString(), [1, 2, 3], Forge.Stranger) }),
        ];
        foreach (var (name, spec) in resources)
        {
            var resource = new JsonObject
            {
                ["apiVersion"] = "pdp.dev/v1",
                ["kind"] = "Intent",
                ["metadata"] = new JsonObject { ["name"] = name },
                ["spec"] = spec,
            };
            await siege.Cluster.CreateAsync(ClusterPaths.Collection("intents", Siege.Namespace), resource, Ct);
            await StatusAsync(name, name, status => (string?)status["phase"] == "Refused");
            await siege.Cluster.DeleteAsync(PathOf(name), Ct);
        }

        Assert.Empty(await siege.BreachesAsync(Ct));
    }

    [Fact]
    public async Task A_status_that_lists_what_others_made_takes_nothing_of_it_away()
    {
        await LandAsync("good-list", 3);
        var inventory = new JsonArray(
            new JsonObject { ["version"] = "v1", ["kind"] = "Namespace", ["name"] = "kube-system" },
            new JsonObject { ["version"] = "v1", ["kind"] = "ConfigMap", ["namespace"] = "kube-system", ["name"] = "kube-root-ca.crt" },
            new JsonObject { ["version"] = "v1", ["kind"] = "ServiceAccount", ["namespace"] = "default", ["name"] = "default" });
        await EditAsync(PathOf("good-list") + "/status", new JsonObject { ["status"] = new JsonObject { ["inventory"] = inventory } });

        Assert.Equal("stored", await SayAsync(IntentEdits.Document("good-list", 4, "4")));
        await LandedAsync("good-list", "4");

        Assert.NotNull(await siege.Cluster.GetAsync(ClusterPaths.Namespace("kube-system"), Ct));
        Assert.NotNull(await siege.Cluster.GetAsync(ClusterPaths.Object("serviceaccounts", "default", "default"), Ct));
        Assert.Empty(await siege.BreachesAsync(Ct));
    }

    [Fact]
    public async Task An_object_handed_to_another_intent_by_its_label_is_told_and_not_taken()
    {
        await LandAsync("good-label", 3);
        var path = PathOf(await MapAsync("good-label"));
        await EditAsync(path, new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["pdp.dev/intent"] = "good-other" } } });

        var status = await StatusAsync("good-label", "the edit", status => (string?)status["reason"] == "Conflict");

        Assert.Contains("belongs to the intent good-other", (string)status["message"]!, StringComparison.Ordinal);
        Assert.Equal("3", (string?)(await siege.Cluster.GetAsync(path, Ct))!["data"]!["value"]);
    }

    private async Task LandAsync(string id, long generation)
    {
        Assert.Equal("stored", await SayAsync(IntentEdits.Document(id, generation, $"{generation}")));
        await LandedAsync(id, $"{generation}");
    }

    private async Task LandedAsync(string id, string value)
    {
        await StatusAsync(id, "it to be healthy", status => (string?)status["phase"] == "Healthy" && (long)status["observedGeneration"]! >= long.Parse(value));
        Assert.Equal(value, await ValueAsync(id));
    }

    private async Task<string?> SayAsync(JsonObject document) =>
        (string?)(await siege.AnswerAsync(Attack.Signed("a good intent", document, "stored"), Ct))["outcome"];

    private async Task<string?> ValueAsync(string id) => (string?)(await MapAsync(id))["data"]!["value"];

    private async Task<JsonObject> MapAsync(string id) =>
        Assert.Single(await siege.Cluster.ListAsync(ClusterPaths.OfIntent("configmaps", id), Ct));

    private async Task EditAsync(string path, JsonObject patch) =>
        (await siege.Cluster.SendAsync(HttpMethod.Patch, path, patch.ToJsonString(), Merge, Ct)).MustBeOk($"PATCH {path}");

    private async Task<JsonObject> StatusAsync(string id, string what, Func<JsonObject, bool> condition)
    {
        JsonObject? last = null;
        try
        {
            return await Poll.UntilAsync(
                $"{id}: {what}",
                async () => (last = (await siege.Cluster.GetAsync(PathOf(id), Ct))?["status"] as JsonObject) is { } status && condition(status) ? status : null,
                Limit,
                Ct);
        }
        catch (StoryException inVain)
        {
            throw new StoryException($"{inVain.Message}; last seen: {last?["phase"]} {last?["reason"]}: {last?["message"]}\n{siege.Said}", inVain);
        }
    }

    private static string PathOf(string id) => ClusterPaths.Object("intents", Siege.Namespace, id);

    private static string PathOf(JsonObject map) =>
        ClusterPaths.Object("configmaps", ClusterPaths.NamespaceOf(map), ClusterPaths.NameOf(map));
}
