using Pdp.Core.Ports;
using Pdp.Observability.Access;
using Pdp.Protocol.Signatures;

namespace Pdp.Daemon.Observability;

/// <summary>Believes the keys of the trust document that was stored last, with the control plane there or away.</summary>
internal sealed class TokenKeys(IControlPlane controlPlane) : ITokenKeys
{
    /// <inheritdoc/>
    public string Plane => controlPlane.Trust.PlaneId;

    /// <inheritdoc/>
    public IReadOnlyList<JsonWebKey> Keys => controlPlane.Trust.TokenKeys;
}
