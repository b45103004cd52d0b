using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Pdp.Core.Secrets;
using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Secrets.Vault;

/// <summary>
/// The second version of the key-value engine. What a secret is at is read from its metadata, never its value. A version is its number and
/// the moment it was made, for the numbers of a secret that was deleted wholly and made again begin anew.
/// </summary>
internal sealed class VersionedVaultStore(VaultCalls calls, string mount) : ISecretStore, IDisposable
{
    private const string BadName = "its name has 1..8 parts of letters, digits, '-', '_' and '.', with / between them";

    /// <inheritdoc/>
    public int Batch => 1;

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<SecretName, VersionAnswer>> ListVersionsAsync(
        IReadOnlyCollection<SecretName> names, CancellationToken cancellationToken)
    {
        var answers = new Dictionary<SecretName, VersionAnswer>();
        foreach (var name in names) answers[name] = await VersionAsync(name, cancellationToken);
        return answers;
    }

    /// <inheritdoc/>
    public async Task<SecretValue> FetchAsync(SecretName name, string version, CancellationToken cancellationToken)
    {
        var number = version.Split('.')[0];
        if (!VaultPath.IsGood(name.Name) || !number.All(char.IsAsciiDigit)) throw new SecretStoreException("there is no such version");
        var answer = await calls.ReadAsync($"{mount}/data/{name.Name}?version={number}", cancellationToken);
        if (answer.Status == HttpStatusCode.NotFound) throw new SecretStoreException($"version {number} of it is deleted, or never was");
        using var document = answer.Parse();
        var data = Member(document.RootElement, "data");
        if (VersionOf(number, Member(data, "metadata")) != version)
            throw new SecretStoreException("it was deleted and made again; the version asked for is gone");
        return new SecretValue(Encoding.UTF8.GetBytes(Member(data, "data").GetRawText()));
    }

    /// <inheritdoc/>
    public void Dispose() => calls.Dispose();

    private async Task<VersionAnswer> VersionAsync(SecretName name, CancellationToken cancellationToken)
    {
        if (!VaultPath.IsGood(name.Name)) return new VersionAnswer(null, BadName);
        try
        {
            var answer = await calls.ReadAsync($"{mount}/metadata/{name.Name}", cancellationToken);
            return answer.Status == HttpStatusCode.NotFound
                ? new VersionAnswer(null, $"there is no such secret below {mount}")
                : Read(answer, name.Pinned);
        }
        catch (SecretStoreException denied) when (denied is not SecretStoreUnavailableException)
        {
            return new VersionAnswer(null, denied.Message);
        }
    }

    private static VersionAnswer Read(VaultAnswer answer, string? pinned)
    {
        using var document = answer.Parse();
        var data = Member(document.RootElement, "data");
        var number = pinned?.Split('.')[0] ?? Member(data, "current_version").ToString();
        if (!Member(data, "versions").TryGetProperty(number, out var version) || version.ValueKind != JsonValueKind.Object)
            return new VersionAnswer(null, pinned is null ? "it has no version yet" : "it has no version of the number asked for, or no more");
        if (version.TryGetProperty("destroyed", out var destroyed) && destroyed.ValueKind == JsonValueKind.True)
            return new VersionAnswer(null, $"version {number} of it is destroyed");
        if (version.TryGetProperty("deletion_time", out var deletion) && deletion.ToString().Length > 0)
            return new VersionAnswer(null, $"version {number} of it is deleted");
        var told = VersionOf(number, version);
        return pinned is null || pinned == number || pinned == told
            ? new VersionAnswer(told)
            : new VersionAnswer(null, "it was deleted and made again; the version asked for is gone");
    }

    private static string VersionOf(string number, JsonElement metadata) =>
        DateTimeOffset.TryParse(
            Member(metadata, "created_time").ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var made)
            ? $"{number}.{made.UtcDateTime.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture)}"
            : throw Rubbish();

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : throw Rubbish();

    private static SecretStoreUnavailableException Rubbish() =>
        new("it answered with something that is no answer of the second key-value engine: check mount and engine");
}
