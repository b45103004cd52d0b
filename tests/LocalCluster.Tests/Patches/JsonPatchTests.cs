using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Patches;

namespace Pdp.LocalCluster.Tests.Patches;

/// <summary>The operations of RFC 6902.</summary>
public sealed class JsonPatchTests
{
    [Theory]
    [InlineData("""{"a":[1,2]}""", """[{"op":"add","path":"/a/1","value":9}]""", """{"a":[1,9,2]}""")]
    [InlineData("""{"a":[1,2]}""", """[{"op":"add","path":"/a/-","value":9}]""", """{"a":[1,2,9]}""")]
    [InlineData("""{"a":{"b":1}}""", """[{"op":"move","from":"/a/b","path":"/c"}]""", """{"a":{},"c":1}""")]
    [InlineData("""{"a":{"b":1}}""", """[{"op":"copy","from":"/a","path":"/c"},{"op":"test","path":"/c/b","value":1}]""", """{"a":{"b":1},"c":{"b":1}}""")]
    [InlineData("""{"a/b":{"~":1}}""", """[{"op":"replace","path":"/a~1b/~0","value":2}]""", """{"a/b":{"~":2}}""")]
    [InlineData("""{"a":1}""", """[{"op":"replace","path":"","value":{"b":2}}]""", """{"b":2}""")]
    public void Operations_apply_in_order(string document, string patch, string expected) =>
        Assert.True(
            JsonEquality.Same(JsonNode.Parse(expected), JsonPatch.Apply(JsonNode.Parse(document)!, (JsonArray)JsonNode.Parse(patch)!)));

    [Theory]
    [InlineData("""[{"op":"remove","path":"/x"}]""", false)]
    [InlineData("""[{"op":"add","path":"/x/y","value":1}]""", false)]
    [InlineData("""[{"op":"add","path":"/a/9","value":1}]""", false)]
    [InlineData("""[{"op":"add","path":"/a/z","value":1}]""", false)]
    [InlineData("""[{"op":"test","path":"/a","value":[]}]""", false)]
    [InlineData("""[{"op":"add","path":"/a"}]""", true)]
    [InlineData("""[{"op":"jump","path":"/a"}]""", true)]
    [InlineData("""[{"path":"/a"}]""", true)]
    [InlineData("""[null]""", true)]
    public void What_does_not_apply_says_whose_fault_it_is(string patch, bool malformed)
    {
        var document = JsonNode.Parse("""{"a":[1]}""")!;
        Assert.Equal(
            malformed, Assert.Throws<PatchException>(() => JsonPatch.Apply(document, (JsonArray)JsonNode.Parse(patch)!)).IsMalformed);
        Assert.Equal("""{"a":[1]}""", document.ToJsonString());
    }
}
