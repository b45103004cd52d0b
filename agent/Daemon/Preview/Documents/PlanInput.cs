using Pdp.Core.Ports;

namespace Pdp.Daemon.Preview.Documents;

/// <summary>A document as it was understood.</summary>
/// <param name="Source">Where it came from.</param>
/// <param name="Origin">Who vouches for it.</param>
/// <param name="Verification">What it says, or every reason why it says nothing acceptable.</param>
internal sealed record PlanInput(string Source, DocumentOrigin Origin, Verification Verification);

/// <summary>Who vouches for a document.</summary>
internal enum DocumentOrigin
{
    /// <summary>A key of the bundle signed it.</summary>
    Signed,

    /// <summary>Somebody signed it; without a bundle nobody can say who.</summary>
    Unchecked,

    /// <summary>Nobody signs it: the customer writes it in the cluster.</summary>
    Local,

    /// <summary>Nobody signed it yet: it is looked at as if the control plane had.</summary>
    Plain,
}
