using Pdp.Core.Ports;
using Pdp.Protocol.Bootstrap;

namespace Pdp.Daemon.Identity;

/// <summary>The bootstrap bundle, its file read again at each attempt to connect: a new Secret needs no restart.</summary>
/// <param name="path">Its file.</param>
/// <param name="first">As it was at the start.</param>
/// <param name="log">Where a file that became wrong is told of.</param>
internal sealed class BundleSource(string path, BootstrapBundle first, IdentityLog log)
{
    private volatile Reading _last = new(first, TrustAnchors.Of(first));

    /// <summary>The last good bundle.</summary>
    public BootstrapBundle Last => _last.Bundle;

    /// <summary>What it says is to be believed.</summary>
    public TrustAnchors Anchors => _last.Anchors;

    /// <summary>Reads the file; the last good bundle holds while it is wrong.</summary>
    public BootstrapBundle Read()
    {
        if (BundleFile.TryRead(path, out var problems) is { } bundle) _last = new Reading(bundle, TrustAnchors.Of(bundle));
        else log.BundleUnreadable(string.Join("; ", problems));
        return Last;
    }

    private sealed record Reading(BootstrapBundle Bundle, TrustAnchors Anchors);
}
