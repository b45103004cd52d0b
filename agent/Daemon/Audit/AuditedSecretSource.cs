using Pdp.Core.Ports;
using Pdp.Core.Secrets;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Audit;

/// <summary>Writes down which version of which secret became a value for which intent; never the value.</summary>
internal sealed class AuditedSecretSource(ISecretSource source, IAuditTrail trail) : ISecretSource
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<SecretLookup>> LookUpAsync(
        SecretRequester who, IReadOnlyList<SecretReference> references, CancellationToken cancellationToken) =>
        source.LookUpAsync(who, references, cancellationToken);

    /// <inheritdoc/>
    public async Task<SecretValue> FetchAsync(
        SecretRequester who, SecretReference reference, string version, CancellationToken cancellationToken)
    {
        try
        {
            var value = await source.FetchAsync(who, reference, version, cancellationToken);
            await trail.RecordAsync(Resolved(who, reference, version) with { Outcome = "Resolved" });
            return value;
        }
        catch (SecretUnavailableException unavailable)
        {
            await trail.RecordAsync(Resolved(who, reference, version) with { Outcome = "Failed", Reasons = [unavailable.Message] });
            throw;
        }
    }

    private static AuditEvent Resolved(SecretRequester who, SecretReference reference, string version) => new(AuditTypes.SecretResolved)
    {
        Intent = who.IntentId,
        Store = reference.Store,
        Secret = reference.Name,
        Version = version,
    };
}
