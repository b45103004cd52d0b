using Pdp.Protocol;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Channel.Sessions;

/// <summary>Cuts an inventory into frames, ordered by id. Pure.</summary>
internal static class InventoryPages
{
    /// <summary>The frames, at least one; all but the last say that more follows.</summary>
    public static IReadOnlyList<InventoryFrame> Of(IEnumerable<IntentStamp> stamps)
    {
        var pages = stamps.OrderBy(stamp => stamp.Id, StringComparer.Ordinal).Chunk(ProtocolLimits.InventoryPage).ToList();
        return pages.Count == 0
            ? [new InventoryFrame([])]
            : [.. pages.Select((page, index) => new InventoryFrame(page, More: index < pages.Count - 1))];
    }
}
