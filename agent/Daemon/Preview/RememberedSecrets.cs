using Pdp.Core.Ports;
using Pdp.Core.Rollout;
using Pdp.Core.Secrets;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Preview;

/// <summary>
/// Versions of secrets as the journal remembers them, so that looking asks no store. One that was never resolved has a version that only
/// the agent will know.
/// </summary>
internal sealed class RememberedSecrets(IIntentStore intents) : ISecretSource
{
    private const string NotKnownYet = "not-known-yet";

    /// <inheritdoc/>
    public Task<IReadOnlyList<SecretLookup>> LookUpAsync(
        SecretRequester who, IReadOnlyList<SecretReference> references, CancellationToken cancellationToken)
    {
        var known = intents.Find(who.IntentId)?.Status.Secrets ?? [];
        return Task.FromResult<IReadOnlyList<SecretLookup>>(
        [
            .. references.Select(reference => new SecretLookup(
                reference, SecretStatuses.VersionOf(reference, known) ?? reference.Version ?? NotKnownYet)),
        ]);
    }

    /// <inheritdoc/>
    public Task<SecretValue> FetchAsync(
        SecretRequester who, SecretReference reference, string version, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A plan never needs a value.");
}
