namespace Pdp.Core.Ports;

/// <summary>
/// Told by somebody that a secret has another version. It brings forward the moment at which its store is asked, and nothing else: what is not
/// wanted, or comes too often, is dropped.
/// </summary>
public interface ISecretHints
{
    /// <summary>Takes a hint. Quick, and never throws.</summary>
    /// <param name="store">The store; there may be none of that name.</param>
    /// <param name="secret">The secret; nobody may want it.</param>
    void Take(string store, string secret);
}
