using System.Security.Cryptography;
using Pdp.Core.Ports;
using Pdp.Core.Secrets;
using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Secrets.Files;

/// <summary>
/// Secrets that are files of a directory: a Kubernetes Secret or a CSI volume mounted into the agent, or a directory for development. A
/// file has no version of its own, so its version is a hash of its name and content under the plane's key: alike for alike content, and
/// worth nothing to anybody who would try values.
/// </summary>
internal sealed class FileStore(string directory, ISecretVersionKey key) : ISecretStore
{
    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<SecretName, VersionAnswer>> ListVersionsAsync(
        IReadOnlyCollection<SecretName> names, CancellationToken cancellationToken)
    {
        var secret = await ContentVersion.KeyAsync(key, cancellationToken);
        // A mount may hang; whoever waits gives up, and only this thread is lost to it.
        return await Task.Run(() => ListVersions(names, secret, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<SecretValue> FetchAsync(SecretName name, string version, CancellationToken cancellationToken)
    {
        var secret = await ContentVersion.KeyAsync(key, cancellationToken);
        var bytes = await Task.Run(() => MountedDirectory.Open(directory).Read(name.Name), cancellationToken)
            ?? throw new SecretStoreException("there is no such file");
        if (ContentVersion.Of(name, bytes, secret.Span) == version) return new SecretValue(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        throw new SecretStoreException("the file is at another version than the one asked for, and has only one");
    }

    private IReadOnlyDictionary<SecretName, VersionAnswer> ListVersions(
        IReadOnlyCollection<SecretName> names, ReadOnlyMemory<byte> secret, CancellationToken cancellationToken)
    {
        while (true)
        {
            var mounted = MountedDirectory.Open(directory);
            var answers = new Dictionary<SecretName, VersionAnswer>();
            foreach (var name in names)
            {
                cancellationToken.ThrowIfCancellationRequested();
                answers[name] = Answer(mounted, name, secret.Span);
            }
            // Swapped meanwhile, and the files of before are gone: what was missing is missing no more.
            if (MountedDirectory.Open(directory).Root == mounted.Root) return answers;
        }
    }

    private static VersionAnswer Answer(MountedDirectory mounted, SecretName name, ReadOnlySpan<byte> secret)
    {
        try
        {
            if (mounted.Read(name.Name) is not { } bytes) return new VersionAnswer(null, "there is no such file");
            var version = ContentVersion.Of(name, bytes, secret);
            CryptographicOperations.ZeroMemory(bytes);
            return name.Pinned is null || name.Pinned == version
                ? new VersionAnswer(version)
                : new VersionAnswer(null, "the file is at another version than the one asked for, and has only one");
        }
        catch (SecretStoreException problem)
        {
            return new VersionAnswer(null, problem.Message);
        }
    }
}
