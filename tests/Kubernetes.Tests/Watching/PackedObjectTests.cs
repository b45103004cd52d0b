using System.Text.Json.Nodes;
using Pdp.Kubernetes.Watching;

namespace Pdp.Kubernetes.Tests.Watching;

public sealed class PackedObjectTests
{
    [Fact]
    public void What_is_unpacked_is_what_was_packed_and_the_callers_own()
    {
        var obj = Of(200);
        var packed = PackedObject.Of(obj);

        var first = packed.Unpack();
        Assert.True(JsonNode.DeepEquals(obj, first));
        first["data"]!.AsObject().Clear();
        Assert.True(JsonNode.DeepEquals(obj, packed.Unpack()));
        Assert.Equal(("u1", "7"), (packed.Uid, packed.ResourceVersion));
    }

    [Fact]
    public void What_repeats_itself_takes_a_part_of_its_text()
    {
        var obj = Of(200);

        Assert.InRange(PackedObject.Of(obj).Size, 1, obj.ToJsonString().Length / 3);
    }

    [Fact]
    public void What_cannot_be_made_smaller_is_kept_as_it_is()
    {
        var obj = new JsonObject { ["a"] = "é\u0001" };
        var packed = PackedObject.Of(obj);

        Assert.Equal("""{"a":"é\u0001"}"""u8.Length, packed.Size);
        Assert.True(JsonNode.DeepEquals(obj, packed.Unpack()));
    }

    private static JsonObject Of(int entries) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = "web", ["uid"] = "u1", ["resourceVersion"] = "7" },
        ["data"] = new JsonObject(Enumerable.Range(0, entries).Select(i => KeyValuePair.Create($"key-{i}", (JsonNode?)$"value {i}"))),
    };
}
