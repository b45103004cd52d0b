using System.Text;
using Azure.Security.KeyVault.Secrets;
using Pdp.Core.Secrets;
using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Secrets.KeyVault;

/// <summary>
/// An Azure Key Vault. It tells of all its secrets, page by page, when each was changed last; only those that were are asked for their
/// versions. A vault with many secrets of which few are wanted is asked for these alone.
/// </summary>
internal sealed class KeyVaultStore(SecretClient client, TimeProvider time, IDisposable? owned = null) : ISecretStore, IDisposable
{
    private const int FewAtOnce = 4;

    // Times of Key Vault are whole seconds: what was changed just now may be changed again within the same one.
    private static readonly TimeSpan _settled = TimeSpan.FromSeconds(10);

    private readonly Dictionary<SecretName, (DateTimeOffset? Changed, VersionAnswer Answer)> _known = [];
    private int _pages = FewAtOnce;

    /// <inheritdoc/>
    public bool ListsInPages => true;

    /// <inheritdoc/>
    public void Keep(IReadOnlyCollection<SecretName> names)
    {
        foreach (var gone in _known.Keys.Except(names).ToList()) _known.Remove(gone);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<SecretName, VersionAnswer>> ListVersionsAsync(
        IReadOnlyCollection<SecretName> names, CancellationToken cancellationToken)
    {
        try
        {
            var answers = new Dictionary<SecretName, VersionAnswer>();
            var changes = names.Count > _pages ? await ChangesAsync(cancellationToken) : null;
            foreach (var name in names) answers[name] = await AnswerAsync(name, changes, cancellationToken);
            return answers;
        }
        catch (Exception failure) when (KeyVaultFailures.OfStore(failure, time) is not null)
        {
            throw KeyVaultFailures.OfStore(failure, time)!;
        }
    }

    /// <inheritdoc/>
    public async Task<SecretValue> FetchAsync(SecretName name, string version, CancellationToken cancellationToken)
    {
        if (!KeyVaultNames.IsGood(name.Name)) throw new SecretStoreException(KeyVaultNames.Rule);
        try
        {
            var secret = await client.GetSecretAsync(name.Name, version, cancellationToken: cancellationToken);
            return new SecretValue(Encoding.UTF8.GetBytes(secret.Value.Value));
        }
        catch (Exception failure) when (KeyVaultFailures.OfSecret(failure, time) is not null)
        {
            throw KeyVaultFailures.OfSecret(failure, time)!;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => owned?.Dispose();

    // When each secret was changed last, by name in lower case.
    private async Task<IReadOnlyDictionary<string, DateTimeOffset?>> ChangesAsync(CancellationToken cancellationToken)
    {
        var changes = new Dictionary<string, DateTimeOffset?>();
        var pages = 0;
        await foreach (var page in client.GetPropertiesOfSecretsAsync(cancellationToken).AsPages())
        {
            pages++;
            foreach (var secret in page.Values) changes[secret.Name.ToLowerInvariant()] = secret.UpdatedOn ?? secret.CreatedOn;
        }
        _pages = Math.Max(FewAtOnce, pages);
        return changes;
    }

    private async Task<VersionAnswer> AnswerAsync(
        SecretName name, IReadOnlyDictionary<string, DateTimeOffset?>? changes, CancellationToken cancellationToken)
    {
        if (!KeyVaultNames.IsGood(name.Name)) return new VersionAnswer(null, KeyVaultNames.Rule);
        if (changes is null) return await VersionAsync(name, cancellationToken);
        if (!changes.TryGetValue(name.Name.ToLowerInvariant(), out var changed)) return KeyVaultVersions.None;
        if (_known.TryGetValue(name, out var known) && changed is not null && known.Changed == changed) return known.Answer;
        var answer = await VersionAsync(name, cancellationToken);
        if (time.GetUtcNow() - changed > _settled) _known[name] = (changed, answer);
        else _known.Remove(name);
        return answer;
    }

    private async Task<VersionAnswer> VersionAsync(SecretName name, CancellationToken cancellationToken)
    {
        var versions = new List<SecretProperties>();
        await foreach (var version in client.GetPropertiesOfSecretVersionsAsync(name.Name, cancellationToken)) versions.Add(version);
        return KeyVaultVersions.Choose(versions, name.Pinned) ?? new VersionAnswer(
            (await client.GetSecretAsync(name.Name, cancellationToken: cancellationToken)).Value.Properties.Version);
    }
}
