using Pdp.Core.Ports;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Secrets;

/// <summary>A data plane whose customer has configured no secret store: no secret can be had.</summary>
internal sealed class NoSecretStores : ISecretSource
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<UnavailableSecret>> FindUnavailableAsync(
        IReadOnlyList<SecretReference> references, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<UnavailableSecret>>(
        [
            .. references.Distinct().Select(reference => new UnavailableSecret(
                reference, $"secret {reference.Name} of store {reference.Store}: no store of that name is configured on this data plane")),
        ]);
}
