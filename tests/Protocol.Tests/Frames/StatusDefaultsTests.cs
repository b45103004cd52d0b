using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;

namespace Pdp.Protocol.Tests.Frames;

public sealed class StatusDefaultsTests
{
    [Fact]
    public void A_status_without_the_fields_of_a_newer_version_has_their_defaults()
    {
        var read = Assert.IsType<FrameReading.Understood>(FrameCodec.Read("""{"type":"status","items":[{"id":"a","status":{"phase":"Healthy","rollout":{}}}]}"""u8.ToArray()));

        var status = Assert.IsType<StatusFrame>(read.Frame).Items[0].Status!;

        Assert.Equal(IntentPhase.Healthy, status.Phase);
        Assert.Equal("", status.Message);
        Assert.Equal([0, 0, 0, 0, 0, 0, 0],
            [status.Conditions.Count, status.Inventory.Count, status.Resources.Count, status.Drift.Count, status.Endpoints.Count, status.History.Count, status.Kept.Count]);
    }
}
