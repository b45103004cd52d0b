using System.Diagnostics;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Tracing;

namespace Pdp.Protocol.Tests.Frames;

public sealed class TraceContextTests
{
    private const string Good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    [Fact]
    public void What_is_well_formed_is_the_parent_of_what_follows()
    {
        var parent = TraceContext.Read(Good, "vendor=1")!.ToParent();

        Assert.Equal("4bf92f3577b34da6a3ce929d0e0e4736", parent.TraceId.ToHexString());
        Assert.Equal("00f067aa0ba902b7", parent.SpanId.ToHexString());
        Assert.Equal("vendor=1", parent.TraceState);
        Assert.True(parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded));
        Assert.True(parent.IsRemote);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7")]
    [InlineData("00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01")]
    [InlineData("00-00000000000000000000000000000000-00f067aa0ba902b7-01")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01")]
    [InlineData("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")]
    [InlineData("\n0-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")]
    public void What_is_not_well_formed_is_none(string? traceparent) => Assert.Null(TraceContext.Read(traceparent));

    [Fact]
    public void A_context_of_megabytes_is_none() => Assert.Null(TraceContext.Read(Good + new string('a', 1 << 20)));

    [Theory]
    [InlineData("a=1\nb=2")]
    [InlineData("a=é")]
    [InlineData("")]
    public void A_state_that_is_none_is_not_passed_on(string state) => Assert.Null(TraceContext.Read(Good, state)!.Tracestate);

    [Fact]
    public void A_state_that_is_too_long_is_not_passed_on() =>
        Assert.Null(TraceContext.Read(Good, new string('a', TraceContext.MostStateChars + 1))!.Tracestate);

    [Fact]
    public void A_peer_that_knows_no_traces_and_one_that_writes_nonsense_are_understood()
    {
        Assert.Equal(new IntentFrame("a.b.c"), Understood("""{"type": "intent", "jws": "a.b.c"}"""));
        Assert.Equal(new IntentFrame("a.b.c", "nonsense"), Understood("""{"type": "intent", "jws": "a.b.c", "traceparent": "nonsense"}"""));
        Assert.DoesNotContain("trace", System.Text.Encoding.UTF8.GetString(FrameCodec.Write(new IntentFrame("a.b.c"))), StringComparison.Ordinal);
    }

    private static Frame Understood(string json) =>
        Assert.IsType<FrameReading.Understood>(FrameCodec.Read(System.Text.Encoding.UTF8.GetBytes(json))).Frame;
}
