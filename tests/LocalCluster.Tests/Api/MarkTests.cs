using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Tests.Api;

/// <summary>What is found by its marks is what a look at all objects finds.</summary>
public sealed class MarkTests
{
    private const string Secrets = "secrets";
    private const string Namespace = "default";
    private static readonly string[] Words = ["a", "b", "c"];
    private static readonly string[] Owners = ["one", "two"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Objects_are_found_by_what_they_bear_now(int seed)
    {
        await using var cluster = await TestCluster.StartAsync();
        var api = cluster.Server.Api;
        var dice = new Random(seed);
        for (var step = 0; step < 300; step++)
        {
            Change(api, dice, $"s{dice.Next(12)}");
            foreach (var uid in Owners) Same(api, [Mark.OwnedBy(uid)], obj => OwnerReference.Of(obj).Any(owner => owner.Uid == uid));
            Same(api, [Mark.Uncontrolled(Namespace)], obj => obj.Namespace() == Namespace && obj.Controller() is null);
            foreach (var word in Words)
            {
                Same(api, [Mark.Labelled(Namespace, "x", word)], obj => obj.Namespace() == Namespace && obj.Label("x") == word);
                Same(api, [Mark.Labelled(Namespace, "x", word), Mark.Labelled(Namespace, "y", "a")], obj => obj.Namespace() == Namespace && obj.Label("x") == word && obj.Label("y") == "a");
            }
        }
    }

    [Fact]
    public async Task The_marks_of_another_namespace_are_others()
    {
        await using var cluster = await TestCluster.StartAsync();
        var api = cluster.Server.Api;
        Change(api, new Random(1), "s");

        Assert.Empty(api.Marked(Secrets, Mark.Uncontrolled("kube-system")).Where(obj => obj.Name() == "s"));
    }

    private static void Same(IClusterApi api, IReadOnlyList<Mark> marks, Func<JsonObject, bool> where) =>
        Assert.Equal(api.List(Secrets, null, where).Select(ObjectMeta.Name), api.Marked(Secrets, marks).Select(ObjectMeta.Name));

    private static void Change(IClusterApi api, Random dice, string name)
    {
        var there = api.Get(Secrets, Namespace, name);
        if (there is not null && dice.Next(4) == 0)
        {
            api.Delete(Secrets, Namespace, name);
            return;
        }

        var secret = there?.Copy() ?? new JsonObject { ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = Namespace } };
        var metadata = secret.Ensure("metadata");
        metadata["labels"] = new JsonObject { ["x"] = dice.GetItems(Words, 1)[0], ["y"] = dice.GetItems(Words, 1)[0] };
        metadata["ownerReferences"] = dice.Next(3) == 0
            ? null
            : new JsonArray(new OwnerReference("v1", "ConfigMap", "o", dice.GetItems(Owners, 1)[0], Controller: dice.Next(2) == 0, BlockOwnerDeletion: false).ToJson());
        if (there is null) api.Create(Secrets, secret, "t");
        else api.Update(Secrets, secret, "t");
    }
}
