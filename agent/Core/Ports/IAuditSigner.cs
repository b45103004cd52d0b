namespace Pdp.Core.Ports;

/// <summary>Signs heads of the audit trail by the agent's own key, so that a trail written anew by somebody else is found.</summary>
public interface IAuditSigner
{
    /// <summary>Signs.</summary>
    /// <param name="head">The bytes that stand for the head.</param>
    /// <returns>The signature; null while the agent has no key.</returns>
    AuditSignature? Sign(ReadOnlyMemory<byte> head);
}

/// <summary>A signature and by whom.</summary>
/// <param name="Certificate">The agent's certificate, DER.</param>
/// <param name="Signature">ES256, r and s of 32 bytes each.</param>
public sealed record AuditSignature(ReadOnlyMemory<byte> Certificate, ReadOnlyMemory<byte> Signature);
