using System.Text.Json;

namespace Pdp.Daemon.Secrets.KeyVault.Changes;

/// <summary>
/// What Event Grid says of a Key Vault, in its own schema or as CloudEvents, one event or a list
/// (https://learn.microsoft.com/azure/event-grid/event-schema-key-vault). Names only: no event holds a value.
/// </summary>
internal static class SecretEvents
{
    private const string NewVersion = "Microsoft.KeyVault.SecretNewVersionCreated";
    private static readonly JsonDocumentOptions _options = new() { MaxDepth = 16 };

    /// <summary>The secrets of a vault that have a new version.</summary>
    /// <param name="body">The body of a message.</param>
    /// <param name="vault">The vault's name, the first part of its host.</param>
    /// <returns>Their names, none when it is about something else; null when it cannot be read.</returns>
    public static IReadOnlyList<string>? Read(ReadOnlyMemory<byte> body, string vault)
    {
        try
        {
            using var document = JsonDocument.Parse(body, _options);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray().SelectMany(one => Names(one, vault))] : [.. Names(root, vault)];
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Names(JsonElement told, string vault)
    {
        var type = (told.TryGetProperty("eventType", out var own) ? own : told.GetProperty("type")).GetString();
        if (type != NewVersion) return [];
        var data = told.GetProperty("data");
        var isOurs = string.Equals(data.GetProperty("VaultName").GetString(), vault, StringComparison.OrdinalIgnoreCase);
        return isOurs && data.GetProperty("ObjectName").GetString() is { Length: > 0 } name ? [name] : [];
    }
}
