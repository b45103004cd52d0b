using System.Text;
using Pdp.Core.Ports;
using Pdp.Core.Secrets;
using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Secrets.Variables;

/// <summary>Variables of the agent's own environment, for development: a process keeps those it began with, so nothing is ever rotated.</summary>
internal sealed class VariableStore(string prefix, IReadOnlyDictionary<string, string> variables, ISecretVersionKey key) : ISecretStore
{
    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<SecretName, VersionAnswer>> ListVersionsAsync(
        IReadOnlyCollection<SecretName> names, CancellationToken cancellationToken)
    {
        var secret = await ContentVersion.KeyAsync(key, cancellationToken);
        return names.ToDictionary(name => name, name => Find(name) is not { } value ? new VersionAnswer(null, "there is no such variable")
            : ContentVersion.Of(name, value, secret.Span) is var version && (name.Pinned is null || name.Pinned == version) ? new VersionAnswer(version)
            : new VersionAnswer(null, "a variable has only one version, and that is another one"));
    }

    /// <inheritdoc/>
    public async Task<SecretValue> FetchAsync(SecretName name, string version, CancellationToken cancellationToken)
    {
        var secret = await ContentVersion.KeyAsync(key, cancellationToken);
        return Find(name) is { } value && ContentVersion.Of(name, value, secret.Span) == version
            ? new SecretValue(value)
            : throw new SecretStoreException("there is no such variable, or it is another one");
    }

    private byte[]? Find(SecretName name) => variables.TryGetValue(prefix + name.Name, out var value) ? Encoding.UTF8.GetBytes(value) : null;
}
