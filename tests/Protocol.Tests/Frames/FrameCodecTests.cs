using System.Text;
using System.Text.Json.Nodes;
using Pdp.Protocol.Frames;

namespace Pdp.Protocol.Tests.Frames;

public sealed class FrameCodecTests
{
    public static TheoryData<int> EverySample => [.. Enumerable.Range(0, SampleFrames.All.Count)];

    [Fact]
    public void There_is_a_sample_of_every_frame_type() =>
        Assert.Equal(FrameTypes.Names, SampleFrames.All.Select(FrameCodec.NameOf).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(EverySample))]
    public void A_frame_comes_back_as_it_was_written(int sample)
    {
        var bytes = FrameCodec.Write(SampleFrames.All[sample]);

        var read = Assert.IsType<FrameReading.Understood>(FrameCodec.Read(bytes));

        Assert.Equal(SampleFrames.All[sample].GetType(), read.Frame.GetType());
        Assert.Equal(Encoding.UTF8.GetString(bytes), Encoding.UTF8.GetString(FrameCodec.Write(read.Frame)));
        Assert.Equal(bytes.Length, read.Bytes);
    }

    [Theory]
    [MemberData(nameof(EverySample))]
    public void Fields_and_their_order_do_not_matter_beyond_the_known_ones(int sample)
    {
        var written = JsonNode.Parse(FrameCodec.Write(SampleFrames.All[sample]))!.AsObject();
        var type = written["type"]!.DeepClone();
        written.Remove("type");
        written.Insert(0, "addedLater", new JsonObject { ["deep"] = new JsonArray(1, null, "x") });
        written.Add("type", type);

        Assert.IsType<FrameReading.Understood>(Read(written.ToJsonString()));
    }

    [Theory]
    [MemberData(nameof(EverySample))]
    public void Every_required_field_is_missed_by_its_path(int sample)
    {
        var written = JsonNode.Parse(FrameCodec.Write(SampleFrames.All[sample]))!.AsObject();
        var contract = FrameTypes.Find((string)written["type"]!)!;
        foreach (var field in contract.Properties.Where(JsonShape.IsRequired).Select(p => p.Name))
        {
            var without = written.DeepClone().AsObject();
            without.Remove(field);

            var refused = Assert.IsType<FrameReading.Refused>(Read(without.ToJsonString()));

            Assert.Equal(ErrorCode.BadField, refused.Error.Code);
            Assert.Contains($"{written["type"]}.{field}: is missing", refused.Error.About, StringComparison.Ordinal);
        }
    }

    private static FrameReading Read(string json) => FrameCodec.Read(Encoding.UTF8.GetBytes(json));
}
