using Pdp.ControlStub.Store;
using Pdp.Protocol.Identity;

namespace Pdp.ControlStub.Enrolment;

/// <summary>What became of somebody's wish for a certificate.</summary>
internal abstract record Issuance
{
    private Issuance()
    {
    }

    /// <summary>It was issued and is recorded.</summary>
    /// <param name="Certificate">PEM.</param>
    /// <param name="Record">Its record.</param>
    internal sealed record Issued(string Certificate, CertificateRecord Record) : Issuance;

    /// <summary>Nothing was issued.</summary>
    /// <param name="Refusal">Why, as far as it is told.</param>
    /// <param name="RetryAfter">When to ask again; only with <see cref="IdentityRefusal.Busy"/>.</param>
    internal sealed record Refused(IdentityRefusal Refusal, TimeSpan? RetryAfter = null) : Issuance;
}
