using Pdp.Protocol.Intents;

namespace Pdp.Core.Ports;

/// <summary>Where secret references become values: the stores the customer configured.</summary>
public interface ISecretSource
{
    /// <summary>Looks whether all these can be had now.</summary>
    /// <returns>Why each of the others cannot; empty when all can.</returns>
    Task<IReadOnlyList<UnavailableSecret>> FindUnavailableAsync(
        IReadOnlyList<SecretReference> references, CancellationToken cancellationToken);
}

/// <summary>A secret that cannot be had now.</summary>
/// <param name="Reference">Which.</param>
/// <param name="Message">Why, and what to change; for people.</param>
public sealed record UnavailableSecret(SecretReference Reference, string Message);
