using Pdp.Daemon.Channel.Dialling;
using Pdp.Protocol.Identity;

namespace Pdp.Daemon.Identity;

/// <summary>What a request for a certificate came to.</summary>
internal abstract record IdentityAnswer
{
    private IdentityAnswer()
    {
    }

    /// <summary>A certificate, not looked at yet.</summary>
    /// <param name="Certificate">PEM of the chain.</param>
    public sealed record Issued(string Certificate) : IdentityAnswer;

    /// <summary>The control plane refused.</summary>
    /// <param name="Refusal">Why.</param>
    public sealed record Refused(IdentityRefusal Refusal) : IdentityAnswer;

    /// <summary>No answer, or none that can be used.</summary>
    /// <param name="Failure">Why, in the words of a dial.</param>
    public sealed record Failed(DialResult.Failed Failure) : IdentityAnswer;
}
