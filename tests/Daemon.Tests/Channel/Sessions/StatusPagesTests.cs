using Pdp.Core.Ports;
using Pdp.Daemon.Channel.Sessions;
using Pdp.Protocol;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Channel.Sessions;

public sealed class StatusPagesTests
{
    [Fact]
    public void A_page_has_so_many_entries_and_bytes_at_most()
    {
        var small = StatusPages.Of([.. Enumerable.Range(0, 230).Select(n => Entry($"i{n}", 10))]).ToList();
        var large = StatusPages.Of([.. Enumerable.Range(0, 40).Select(n => Entry($"i{n}", 100_000))]).ToList();

        Assert.Equal([100, 100, 30], small.Select(page => page.Items.Count));
        Assert.Equal(40, large.Sum(page => page.Items.Count));
        Assert.All(large, page => Assert.InRange(FrameCodec.Write(page).Length, 1, StatusPages.TargetBytes));
    }

    [Fact]
    public void The_newest_of_an_intent_is_the_one_told()
    {
        var page = Assert.Single(StatusPages.Of([Entry("a", 1, "old"), Entry("b", 1), Entry("a", 1, "new")]));

        Assert.Equal(["b", "a"], page.Items.Select(item => item.Id));
        Assert.StartsWith("new", page.Items[1].Status!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_status_too_large_for_any_frame_loses_its_lists_and_keeps_where_it_stands()
    {
        var object_ = new InventoryEntry("apps", "v1", "Deployment", "ns", new string('n', 200));
        var huge = new IntentStatus { Phase = IntentPhase.Degraded, ObservedGeneration = 7, Message = new string('m', 5000), Inventory = [.. Enumerable.Repeat(object_, 20_000)] };

        var page = Assert.Single(StatusPages.Of([new StatusEntry("a", huge)]));

        Assert.InRange(FrameCodec.Write(page).Length, 1, ProtocolLimits.FrameBytes);
        var told = page.Items[0].Status!;
        Assert.Equal((IntentPhase.Degraded, 7L, 0), (told.Phase, told.ObservedGeneration, told.Inventory.Count));
        Assert.EndsWith("too long for one report)", told.Message, StringComparison.Ordinal);
        Assert.IsType<FrameReading.Understood>(FrameCodec.Read(FrameCodec.Write(page)));
    }

    [Fact]
    public void Nothing_makes_no_page() => Assert.Empty(StatusPages.Of([]));

    private static StatusEntry Entry(string id, int chars, string start = "") =>
        new(id, new IntentStatus { Message = start + new string('m', chars) });
}
