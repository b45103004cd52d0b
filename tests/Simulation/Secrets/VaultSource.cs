using Pdp.Core.Ports;
using Pdp.Core.Secrets;
using Pdp.Protocol.Intents;

namespace Pdp.Simulation.Secrets;

/// <summary>The vault as an agent knows it.</summary>
internal sealed class VaultSource : ISecretSource
{
    private readonly SimulatedVault _vault;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public VaultSource(SimulatedVault vault, IEnumerable<ISecretObserver> observers)
    {
        _vault = vault;
        ISecretObserver[] told = [.. observers];
        vault.Follow(() =>
        {
            foreach (var intent in _asked.Order(StringComparer.Ordinal))
            {
                foreach (var observer in told) observer.Changed(intent);
            }
        });
    }

    public Task<IReadOnlyList<SecretLookup>> LookUpAsync(
        SecretRequester who, IReadOnlyList<SecretReference> references, CancellationToken cancellationToken)
    {
        if (references.Count == 0) _asked.Remove(who.IntentId);
        else _asked.Add(who.IntentId);
        return Task.FromResult<IReadOnlyList<SecretLookup>>([.. references.Select(reference => new SecretLookup(reference, _vault.Version))]);
    }

    public Task<SecretValue> FetchAsync(
        SecretRequester who, SecretReference reference, string version, CancellationToken cancellationToken) =>
        Task.FromResult(SimulatedVault.Value(version));
}
