using System.Text.Json.Nodes;
using Pdp.LocalCluster.Apply;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Schema;

namespace Pdp.LocalCluster.Tests.Apply;

/// <summary>Where the items of a list end up when a configuration is laid over it.</summary>
public sealed class ConfigMergerTests
{
    [Theory]
    [InlineData("a b c", "", "a b c")]
    [InlineData("", "a b", "a b")]
    [InlineData("a b", "b a", "b a")]
    [InlineData("a b c", "c a", "b c a")]
    [InlineData("a b", "c", "a b c")]
    [InlineData("a b c", "a x c", "a b x c")]
    [InlineData("s", "m s", "m s")]
    public void Items_keep_the_configurations_order_among_themselves(string live, string config, string expected)
    {
        var merged = ConfigMerger.Merge(BuiltInTypes.Get("PodSpec"), Spec(live), Spec(config));
        Assert.Equal(expected, string.Join(' ', merged.Items("containers").Select(c => c.Text("name"))));
    }

    [Fact]
    public void Atomic_lists_are_replaced_and_maps_merged()
    {
        var live = (JsonObject)JsonNode.Parse("""{"tolerations":[{"key":"a"}],"overhead":{"cpu":"1"},"hostname":"h"}""")!;
        var config = (JsonObject)JsonNode.Parse("""{"tolerations":[{"key":"b"}],"overhead":{"memory":"1"}}""")!;
        var merged = ConfigMerger.Merge(BuiltInTypes.Get("PodSpec"), live, config);
        Assert.True(JsonEquality.Same(JsonNode.Parse("""{"tolerations":[{"key":"b"}],"overhead":{"cpu":"1","memory":"1"},"hostname":"h"}"""), merged), merged.ToJsonString());
    }

    private static JsonObject Spec(string names) =>
        new() { ["containers"] = new JsonArray([.. names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => new JsonObject { ["name"] = n })]) };
}
