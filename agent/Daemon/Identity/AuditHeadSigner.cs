using Pdp.Core.Ports;

namespace Pdp.Daemon.Identity;

/// <summary>Signs heads of the audit trail by the certificate in use.</summary>
/// <param name="keeper">Who holds it. Asked for late: what it is kept in writes to the cluster, and every such write is in the trail.</param>
internal sealed class AuditHeadSigner(Func<IdentityKeeper> keeper) : IAuditSigner
{
    /// <inheritdoc/>
    public AuditSignature? Sign(ReadOnlyMemory<byte> head)
    {
        try
        {
            return keeper().Active?.SignHead(head);
        }
        catch (ObjectDisposedException)
        {
            // Renewed just now: the next head is signed by the new one.
            return null;
        }
    }
}
