using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Apply;
using Pdp.LocalCluster.Schema;

namespace Pdp.LocalCluster.Tests.Apply;

/// <summary>Sets of field paths and their written form.</summary>
public sealed class FieldSetTests
{
    private const string Written = """{"f:spec":{".":{},"f:containers":{"k:{\"name\":\"a\"}":{".":{},"f:image":{}}},"f:replicas":{}}}""";

    private static readonly JsonSerializerOptions _plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void What_is_read_is_written_again() => Assert.Equal(Written, Text(Read(Written)));

    [Fact]
    public void Difference_leaves_what_lies_below()
    {
        var set = Read(Written);
        Assert.Equal("""{"f:spec":{"f:containers":{"k:{\"name\":\"a\"}":{".":{},"f:image":{}}},"f:replicas":{}}}""", Text(set.Difference(Read("""{"f:spec":{}}"""))));
        Assert.True(set.RecursiveDifference(Read("""{"f:spec":{}}""")).IsEmpty);
    }

    [Fact]
    public void Union_and_intersection_keep_paths_and_members_apart()
    {
        var (a, b) = (Read("""{"f:a":{"f:x":{}},"f:b":{}}"""), Read("""{"f:a":{},"f:b":{"f:y":{}}}"""));
        Assert.Equal("""{"f:a":{".":{},"f:x":{}},"f:b":{".":{},"f:y":{}}}""", Text(a.Union(b)));
        Assert.True(a.Intersection(b).IsEmpty);
        Assert.True(a.Has("f:a", "f:x"));
        Assert.False(a.Has("f:a"));
    }

    [Fact]
    public void Applying_owns_leaves_items_and_empty_maps()
    {
        var config = (JsonObject)JsonNode.Parse("""{"metadata":{"labels":{}},"spec":{"containers":[{"name":"a","ports":[{"containerPort":80}],"args":["x"]}],"nodeSelector":{"a":"b"}}}""")!;
        Assert.Equal(
            """{"f:metadata":{"f:labels":{}},"f:spec":{"f:containers":{"k:{\"name\":\"a\"}":{".":{},"f:args":{},"f:name":{},"f:ports":{"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{".":{},"f:containerPort":{}}}}},"f:nodeSelector":{}}}""",
            Text(FieldCollector.Collect(BuiltInTypes.Get("Pod"), config)));
    }

    [Theory]
    [InlineData("""{"spec":{"nodeName":5}}""", ".spec.nodeName: expected string")]
    [InlineData("""{"spec":{"containers":{}}}""", ".spec.containers: expected list")]
    [InlineData("""{"spec":{"containers":[{"image":"x"}]}}""", ".spec.containers: element 0")]
    [InlineData("""{"spec":{"containers":[{"name":"a"},{"name":"a"}]}}""", ".spec.containers: duplicate entries for key [name=\"a\"]")]
    [InlineData("""{"metadata":{"finalizers":[{}]}}""", ".metadata.finalizers: element 0")]
    [InlineData("""{"spec":{"tolerations":[{"keys":"a"}]}}""", ".spec.tolerations[0].keys: field not declared in schema")]
    public void What_does_not_fit_is_named(string config, string message) =>
        Assert.StartsWith(
            message, Assert.Throws<FieldTypeException>(() => FieldCollector.Check(BuiltInTypes.Get("Pod"), (JsonObject)JsonNode.Parse(config)!)).Message, StringComparison.Ordinal);

    private static string Text(FieldSet set) => set.ToJson().ToJsonString(_plain);

    private static FieldSet Read(string json) => FieldSet.OfJson((JsonObject)JsonNode.Parse(json)!);
}
