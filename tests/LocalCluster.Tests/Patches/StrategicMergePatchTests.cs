using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Patches;
using Pdp.LocalCluster.Schema;

namespace Pdp.LocalCluster.Tests.Patches;

/// <summary>The directives of strategic merge patches.</summary>
public sealed class StrategicMergePatchTests
{
    [Theory]
    [InlineData("""{"containers":[{"name":"a"},{"name":"b"}]}""", """{"containers":[{"name":"b","image":"x"},{"name":"c"}]}""", """{"containers":[{"name":"a"},{"name":"b","image":"x"},{"name":"c"}]}""")]
    [InlineData("""{"containers":[{"name":"a"},{"name":"b"}]}""", """{"containers":[{"name":"a","$patch":"delete"}]}""", """{"containers":[{"name":"b"}]}""")]
    [InlineData("""{"containers":[{"name":"a"},{"name":"b"}]}""", """{"containers":[{"$patch":"replace"},{"name":"c"}]}""", """{"containers":[{"name":"c"}]}""")]
    [InlineData("""{"containers":[{"name":"a"},{"name":"b"}]}""", """{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}]}""", """{"containers":[{"name":"b"},{"name":"a"}]}""")]
    [InlineData("""{"containers":[{"name":"a"}]}""", """{"$setElementOrder/containers":[{"name":"n"},{"name":"a"}],"containers":[{"name":"n"}]}""", """{"containers":[{"name":"n"},{"name":"a"}]}""")]
    [InlineData("""{"nodeSelector":{"a":"1","b":"2"}}""", """{"nodeSelector":{"$patch":"replace","c":"3"}}""", """{"nodeSelector":{"c":"3"}}""")]
    [InlineData("""{"nodeSelector":{"a":"1","b":"2"}}""", """{"nodeSelector":{"a":null}}""", """{"nodeSelector":{"b":"2"}}""")]
    [InlineData("""{"tolerations":[{"key":"a"}]}""", """{"tolerations":[{"key":"b"}]}""", """{"tolerations":[{"key":"b"}]}""")]
    [InlineData("""{"volumes":[{"name":"v","emptyDir":{}}]}""", """{"volumes":[{"$retainKeys":["name","configMap"],"name":"v","configMap":{"name":"c"}}]}""", """{"volumes":[{"name":"v","configMap":{"name":"c"}}]}""")]
    [InlineData("""{}""", """{"containers":[{"name":"a","command":null}],"hostname":null}""", """{"containers":[{"name":"a"}]}""")]
    public void A_patch_of_a_pod_specification(string original, string patch, string expected) =>
        Holds("PodSpec", original, patch, expected);

    [Theory]
    [InlineData("""{"finalizers":["a","b"]}""", """{"finalizers":["c"]}""", """{"finalizers":["c","a","b"]}""")]
    [InlineData("""{"finalizers":["a","b"]}""", """{"$deleteFromPrimitiveList/finalizers":["a"]}""", """{"finalizers":["b"]}""")]
    [InlineData("""{"finalizers":["a","b"]}""", """{"$setElementOrder/finalizers":["b","a"],"finalizers":["a"]}""", """{"finalizers":["b","a"]}""")]
    public void A_patch_of_metadata(string original, string patch, string expected) => Holds("ObjectMeta", original, patch, expected);

    [Theory]
    [InlineData("""{"containers":[{"image":"x"}]}""")]
    [InlineData("""{"containers":["a"]}""")]
    [InlineData("""{"nodeSelector":{"$patch":"x"}}""")]
    [InlineData("""{"$retainKeys":"a"}""")]
    [InlineData("""{"$retainKeys":["a"],"b":1}""")]
    public void A_patch_that_means_nothing_is_malformed(string patch)
    {
        var original = (JsonObject)JsonNode.Parse("""{"containers":[{"name":"a"}],"nodeSelector":{}}""")!;
        Assert.True(
            Assert.Throws<PatchException>(() => StrategicMergePatch.Apply(BuiltInTypes.Get("PodSpec"), original, (JsonObject)JsonNode.Parse(patch)!)).IsMalformed);
    }

    private static void Holds(string type, string original, string patch, string expected)
    {
        var before = (JsonObject)JsonNode.Parse(original)!;
        var result = StrategicMergePatch.Apply(BuiltInTypes.Get(type), before, (JsonObject)JsonNode.Parse(patch)!);
        Assert.True(JsonEquality.Same(JsonNode.Parse(expected), result), result.ToJsonString());
        Assert.True(JsonEquality.Same(JsonNode.Parse(original), before));
    }
}
