using System.Security.Cryptography;
using System.Text.Json;
using Pdp.Core.Ports;
using Pdp.Protocol;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Identity;

/// <summary>The identity in a file that only its owner can read, for an agent outside a cluster. One agent a file.</summary>
/// <param name="path">The file; its directory must exist.</param>
internal sealed class FileIdentityStore(string path) : IIdentityStore
{
    private const int MostBytes = 1024 * 1024;
    private const int Depth = 2;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <inheritdoc/>
    public string Place => $"file {path}";

    /// <inheritdoc/>
    public async Task<KeptIdentity> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!File.Exists(path)) return new KeptIdentity(new Dictionary<string, string>(), null);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~Private) != UnixFileMode.None)
                throw IdentityFields.Unreadable(Place, "it holds a private key and may be read by others; set its mode to 0600");
            var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
            return new KeptIdentity(FieldsOf(bytes), VersionOf(bytes));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Away(e);
        }
    }

    /// <inheritdoc/>
    public async Task<string> WriteAsync(IReadOnlyDictionary<string, string> fields, string? version, CancellationToken cancellationToken)
    {
        if ((await ReadAsync(cancellationToken)).Version != version)
            throw new ClusterException(FailureReason.Conflict, $"The {Place} was changed by somebody else") { IsOutdated = true };
        var bytes = JsonSerializer.SerializeToUtf8Bytes(fields);
        try
        {
            await ReplaceAsync(bytes, cancellationToken);
            return VersionOf(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Away(e);
        }
    }

    // Written beside it and put in its place whole: a crash leaves the old or the new, never a part.
    private async Task ReplaceAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        var beside = $"{path}.new";
        File.Delete(beside);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Private;
        await using (var file = new FileStream(beside, options))
        {
            await file.WriteAsync(bytes, cancellationToken);
            file.Flush(flushToDisk: true);
        }
        File.Move(beside, path, overwrite: true);
    }

    private Dictionary<string, string> FieldsOf(byte[] bytes)
    {
        if (BoundedJson.TryRead(bytes, MostBytes, Depth, out var document) != JsonFault.None)
            throw IdentityFields.Unreadable(Place, "it is no JSON object");
        using (document)
        {
            return document!.RootElement.EnumerateObject().All(field => field.Value.ValueKind == JsonValueKind.String)
                ? document.RootElement.EnumerateObject().ToDictionary(field => field.Name, field => field.Value.GetString()!)
                : throw IdentityFields.Unreadable(Place, "its fields must be texts");
        }
    }

    private static string VersionOf(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes));

    private ClusterException Away(Exception cause) => new(
        FailureReason.ClusterUnavailable, $"The {Place} cannot be read or written by this process; check its owner, mode and disk", inner: cause);
}
