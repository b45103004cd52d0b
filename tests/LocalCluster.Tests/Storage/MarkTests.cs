using System.Text.Json.Nodes;
using Pdp.LocalCluster.Objects;
using Pdp.LocalCluster.Storage;
using ObjectKey = Pdp.LocalCluster.Storage.ObjectKey;

namespace Pdp.LocalCluster.Tests.Storage;

/// <summary>What is found by its marks is what a look at all objects finds.</summary>
public sealed class MarkTests
{
    private static readonly string[] Words = ["a", "b", "c"];
    private static readonly string[] Owners = ["one", "two"];
    private static readonly string[] Namespaces = ["n", "m"];

    private readonly ObjectStore _store = new(64);

    private ResourceTable Table => _store.Table("secrets");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Objects_are_found_by_what_they_bear_now(int seed)
    {
        var dice = new Random(seed);
        for (var step = 0; step < 500; step++)
        {
            Change(dice, new ObjectKey(dice.GetItems(Namespaces, 1)[0], $"s{dice.Next(8)}"));
            foreach (var uid in Owners) Same([Mark.OwnedBy(uid)], obj => OwnerReference.Of(obj).Any(owner => owner.Uid == uid));
            foreach (var ns in Namespaces) Same([Mark.Uncontrolled(ns)], obj => obj.Namespace() == ns && obj.Controller() is null);
            foreach (var word in Words)
            {
                Same([Mark.Labelled("n", "x", word)], obj => obj.Namespace() == "n" && obj.Label("x") == word);
                Same([Mark.Labelled("n", "x", word), Mark.Labelled("n", "y", "a")], obj => obj.Namespace() == "n" && obj.Label("x") == word && obj.Label("y") == "a");
            }
        }
    }

    private void Same(IReadOnlyList<Mark> marks, Func<JsonObject, bool> where) =>
        Assert.Equal(Table.Current.All(null).Where(obj => where(obj.Value)), Table.Marked(marks));

    private void Change(Random dice, ObjectKey key)
    {
        var there = Table.Current.Get(key);
        if (there is not null && dice.Next(4) == 0)
        {
            Assert.True(_store.Remove(Table, there));
            return;
        }

        var metadata = new JsonObject { ["name"] = key.Name, ["namespace"] = key.Namespace };
        metadata["labels"] = new JsonObject { ["x"] = dice.GetItems(Words, 1)[0], ["y"] = dice.GetItems(Words, 1)[0] };
        if (dice.Next(3) > 0)
            metadata["ownerReferences"] = new JsonArray(new OwnerReference("v1", "ConfigMap", "o", dice.GetItems(Owners, 1)[0], dice.Next(2) == 0, BlockOwnerDeletion: false).ToJson());
        var fresh = new JsonObject { ["metadata"] = metadata };
        Assert.NotNull(there is null ? _store.Create(Table, key, fresh) : _store.Replace(Table, there, fresh));
    }
}
