namespace Pdp.ControlStub.Trust;

/// <summary>The keys of a process, and where they are.</summary>
/// <param name="Book">What is believed now, with the private keys for it.</param>
/// <param name="Shared">The private keys of all processes over the store.</param>
/// <param name="Directory">The data directory.</param>
internal sealed record ProcessKeys(TrustBook Book, SharedKeys Shared, string Directory);
