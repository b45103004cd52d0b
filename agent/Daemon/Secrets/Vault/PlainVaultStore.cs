using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pdp.Core.Ports;
using Pdp.Core.Secrets;
using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Secrets.Vault;

/// <summary>The first version of the key-value engine. It has no versions, so a secret's content says which one it is.</summary>
internal sealed class PlainVaultStore(VaultCalls calls, string mount, ISecretVersionKey key) : ISecretStore, IDisposable
{
    private const string OnlyOne = "it is at another version than the one asked for, and this engine keeps only one";

    /// <inheritdoc/>
    public int Batch => 1;

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<SecretName, VersionAnswer>> ListVersionsAsync(
        IReadOnlyCollection<SecretName> names, CancellationToken cancellationToken)
    {
        var secret = await ContentVersion.KeyAsync(key, cancellationToken);
        var answers = new Dictionary<SecretName, VersionAnswer>();
        foreach (var name in names) answers[name] = await AnswerAsync(name, secret, cancellationToken);
        return answers;
    }

    /// <inheritdoc/>
    public async Task<SecretValue> FetchAsync(SecretName name, string version, CancellationToken cancellationToken)
    {
        var secret = await ContentVersion.KeyAsync(key, cancellationToken);
        var content = await ReadAsync(name, cancellationToken) ?? throw new SecretStoreException($"there is no such secret below {mount}");
        if (ContentVersion.Of(name, content, secret.Span) == version) return new SecretValue(content);
        CryptographicOperations.ZeroMemory(content);
        throw new SecretStoreException(OnlyOne);
    }

    /// <inheritdoc/>
    public void Dispose() => calls.Dispose();

    private async Task<VersionAnswer> AnswerAsync(SecretName name, ReadOnlyMemory<byte> secret, CancellationToken cancellationToken)
    {
        try
        {
            if (await ReadAsync(name, cancellationToken) is not { } content)
                return new VersionAnswer(null, $"there is no such secret below {mount}");
            var version = ContentVersion.Of(name, content, secret.Span);
            CryptographicOperations.ZeroMemory(content);
            return name.Pinned is null || name.Pinned == version ? new VersionAnswer(version) : new VersionAnswer(null, OnlyOne);
        }
        catch (SecretStoreException denied) when (denied is not SecretStoreUnavailableException)
        {
            return new VersionAnswer(null, denied.Message);
        }
    }

    private async Task<byte[]?> ReadAsync(SecretName name, CancellationToken cancellationToken)
    {
        if (!VaultPath.IsGood(name.Name))
            throw new SecretStoreException("its name has 1..8 parts of letters, digits, '-', '_' and '.', with / between them");
        var answer = await calls.ReadAsync($"{mount}/{name.Name}", cancellationToken);
        if (answer.Status == HttpStatusCode.NotFound) return null;
        using var document = answer.Parse();
        return document.RootElement.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
            ? Encoding.UTF8.GetBytes(data.GetRawText())
            : throw new SecretStoreUnavailableException("it answered with something that is no answer of the first key-value engine: check mount and engine");
    }
}
