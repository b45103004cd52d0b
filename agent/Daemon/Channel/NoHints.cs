using Pdp.Core.Ports;

namespace Pdp.Daemon.Channel;

/// <summary>Drops hints where the host registers nobody who takes them.</summary>
internal sealed class NoHints : ISecretHints
{
    public void Take(string store, string secret)
    {
        // Whoever has secrets finds their changes without hints.
    }
}
