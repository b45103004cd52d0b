using Pdp.Core.Ports;
using Pdp.Protocol.Bootstrap;

namespace Pdp.Daemon.Channel;

/// <summary>The control plane as a bundle says, where the host registers nobody who learns better.</summary>
internal sealed class FixedControlPlane(BootstrapBundle bundle) : IControlPlane
{
    public Uri Server { get; } = new(bundle.Server, UriKind.Absolute);

    public TrustAnchors Trust { get; } = TrustAnchors.Of(bundle);
}
