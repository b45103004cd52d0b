using Pdp.Core.Secrets;

namespace Pdp.Daemon.Secrets.Stores;

/// <summary>
/// One store of the customer's. Whoever implements it need not be quick, careful of the store or safe for several threads: calls come one
/// at a time, in rounds for all secrets wanted, each with a time limit, and never more often than the customer said.
/// </summary>
internal interface ISecretStore
{
    /// <summary>For how many secrets versions are asked at once; the calls of a round are paced and limited one by one.</summary>
    int Batch => int.MaxValue;

    /// <summary>Whether one call for versions is a chain of requests, each of which heeds the time limit by itself.</summary>
    bool ListsInPages => false;

    /// <summary>Nobody wants any others any more; what is known of them may be forgotten.</summary>
    void Keep(IReadOnlyCollection<SecretName> names)
    {
        // Most stores remember nothing.
    }

    /// <summary>Which version each of these is at. Where the store can list versions, no value is fetched.</summary>
    /// <param name="names">Each once.</param>
    /// <param name="cancellationToken">The time is over.</param>
    /// <returns>
    /// An answer for each name that was told; one left out is taken for one there is not. A version is never used for two values.
    /// </returns>
    /// <exception cref="SecretStoreException">The store as a whole cannot tell now.</exception>
    Task<IReadOnlyDictionary<SecretName, VersionAnswer>> ListVersionsAsync(
        IReadOnlyCollection<SecretName> names, CancellationToken cancellationToken);

    /// <summary>Fetches the value of a version.</summary>
    /// <exception cref="SecretStoreException">It cannot be had now, or is another meanwhile.</exception>
    Task<SecretValue> FetchAsync(SecretName name, string version, CancellationToken cancellationToken);
}

/// <summary>A secret as a store knows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Pinned">The only version that will do; null for the latest.</param>
internal sealed record SecretName(string Name, string? Pinned = null);

/// <summary>What a store tells of a secret: a version, or why there is none.</summary>
/// <param name="Version">1..128 printable characters without spaces; null when there is none.</param>
/// <param name="Problem">For people: what to change; null when there is a version.</param>
internal sealed record VersionAnswer(string? Version, string? Problem = null);
