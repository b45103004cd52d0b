using Pdp.Core.Ports;
using Pdp.Core.Secrets;
using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Secrets.Cluster;

/// <summary>
/// Secrets of a namespace the customer keeps them in, each by its own name. Whether one was written is asked without reading it; what it is at
/// its content says, so that a label somebody puts on it is no new version.
/// </summary>
internal sealed class ClusterStore(ClusterStoreOptions options, IClusterSecrets cluster, ISecretVersionKey key) : ISecretStore
{
    private readonly Dictionary<SecretName, (string Written, VersionAnswer Answer)> _known = [];

    /// <inheritdoc/>
    public void Keep(IReadOnlyCollection<SecretName> names)
    {
        foreach (var gone in _known.Keys.Except(names).ToList()) _known.Remove(gone);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<SecretName, VersionAnswer>> ListVersionsAsync(
        IReadOnlyCollection<SecretName> names, CancellationToken cancellationToken)
    {
        var secret = await ContentVersion.KeyAsync(key, cancellationToken);
        var answers = new Dictionary<SecretName, VersionAnswer>();
        foreach (var same in names.GroupBy(name => name.Name.Split('/')[0]))
            await AnswerAsync(same.Key, [.. same], answers, secret, cancellationToken);
        return answers;
    }

    /// <inheritdoc/>
    public async Task<SecretValue> FetchAsync(SecretName name, string version, CancellationToken cancellationToken)
    {
        var secret = await ContentVersion.KeyAsync(key, cancellationToken);
        if (Refusal(name) is { } refusal) throw new SecretStoreException(refusal);
        var found = await AskAsync(() => cluster.ReadAsync(options.Namespace, name.Name.Split('/')[0], cancellationToken));
        var value = found?.Content.GetValueOrDefault(name.Name.Split('/')[1]) ?? throw new SecretStoreException(Missing);
        return ContentVersion.Of(name, value.Reveal(), secret.Span) == version ? value : throw new SecretStoreException(OnlyOne);
    }

    private const string OnlyOne = "it is at another version than the one asked for, and there is only one";

    private string Missing => $"there is no such key, or no such Secret in the namespace {options.Namespace}";

    private async Task AnswerAsync(
        string secretName, SecretName[] names, Dictionary<SecretName, VersionAnswer> answers, ReadOnlyMemory<byte> secret, CancellationToken cancellationToken)
    {
        foreach (var name in names) answers[name] = new VersionAnswer(null, Refusal(name) ?? Missing);
        var good = names.Where(name => Refusal(name) is null).ToList();
        if (good.Count == 0) return;
        var written = await AskAsync(() => cluster.FindAsync(options.Namespace, secretName, cancellationToken));
        if (written is null) return;
        if (good.Exists(name => _known.GetValueOrDefault(name).Written != written))
            written = await ReadAsync(secretName, good, secret, cancellationToken);
        foreach (var name in good)
        {
            if (_known.TryGetValue(name, out var known) && known.Written == written) answers[name] = known.Answer;
        }
    }

    private async Task<string?> ReadAsync(
        string secretName, List<SecretName> names, ReadOnlyMemory<byte> secret, CancellationToken cancellationToken)
    {
        if (await AskAsync(() => cluster.ReadAsync(options.Namespace, secretName, cancellationToken)) is not { } found) return null;
        foreach (var name in names)
        {
            var version = found.Content.TryGetValue(name.Name.Split('/')[1], out var value) ? ContentVersion.Of(name, value.Reveal(), secret.Span) : null;
            _known[name] = (found.Version, version is null ? new VersionAnswer(null, Missing)
                : name.Pinned is null || name.Pinned == version ? new VersionAnswer(version)
                : new VersionAnswer(null, OnlyOne));
        }
        return found.Version;
    }

    private string? Refusal(SecretName name) => name.Name.Split('/') switch
    {
        [var secret, { Length: > 0 }] => options.Secrets.Contains(secret) ? null : "it is none of the Secrets this store names",
        _ => "its name must be a Secret and a key of it, with / between them",
    };

    private static async Task<T> AskAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (ClusterException failure)
        {
            // What the API server says of a Secret may repeat parts of it.
            throw new SecretStoreUnavailableException($"the cluster does not let it be read ({failure.Reason})", failure.RetryAfter);
        }
    }
}
