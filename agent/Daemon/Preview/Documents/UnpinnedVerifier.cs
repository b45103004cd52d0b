using Pdp.Core.Ports;
using Pdp.Daemon.Documents;
using Pdp.Protocol.Signatures;

namespace Pdp.Daemon.Preview.Documents;

/// <summary>Reads signed documents where no keys are pinned: form, schema and rules are checked, the signature is not. To look, never to act.</summary>
internal sealed class UnpinnedVerifier : IIntentVerifier
{
    /// <inheritdoc/>
    public Verification Verify(string jws) => CompactJws.TryParse(jws, out var parsed, out var refusal)
        ? DocumentCheck.Read(jws, parsed.Payload, plane: null)
        : new Verification(null, [refusal.ToReason()]);
}
