using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Pdp.Vaults.KeyVault;

/// <summary>What a <see cref="TestKeyVault"/> keeps. Its times are whole seconds, as Key Vault's are.</summary>
public sealed class KeyVaultSecrets(Uri address, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, List<Version>> _secrets = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<Version>> _deleted = new(StringComparer.OrdinalIgnoreCase);
    private int _made;

    /// <summary>Most secrets of one page.</summary>
    public int PageSize { get; set; } = 25;

    /// <summary>Makes the next version of a secret.</summary>
    /// <returns>Its name.</returns>
    public string Put(string name, string value)
    {
        lock (_lock)
        {
            if (!_secrets.TryGetValue(name, out var versions)) _secrets.Add(name, versions = []);
            var now = time.GetUtcNow().ToUnixTimeSeconds();
            versions.Add(new Version((++_made).ToString("x32", CultureInfo.InvariantCulture), value, now, now));
            return versions[^1].Id;
        }
    }

    /// <summary>Enables or disables the newest version.</summary>
    public void Enable(string name, bool isEnabled)
    {
        lock (_lock) _secrets[name][^1] = _secrets[name][^1] with { IsEnabled = isEnabled, Updated = time.GetUtcNow().ToUnixTimeSeconds() };
    }

    /// <summary>Deletes a secret so that it can be recovered.</summary>
    public void Delete(string name)
    {
        lock (_lock)
        {
            _secrets.Remove(name, out var versions);
            _deleted[name] = versions!;
        }
    }

    /// <summary>Recovers a deleted secret.</summary>
    public void Recover(string name)
    {
        lock (_lock)
        {
            _deleted.Remove(name, out var versions);
            _secrets[name] = versions!;
        }
    }

    internal (int Status, JsonObject Body) Find(string path, string from)
    {
        lock (_lock)
        {
            return path.Trim('/').Split('/') switch
            {
                ["secrets"] => Page([.. _secrets.Select(secret => Item(secret.Key, secret.Value[^1], withVersion: false))], path, from),
                // In no order that would tell which is the newest.
                ["secrets", var name, "versions"] => Page(
                    [.. (_secrets.GetValueOrDefault(name) ?? []).OrderBy(version => version.Id[^1..]).ThenBy(version => version.Id)
                        .Select(version => Item(name, version, withVersion: true))], path, from),
                ["secrets", var name] => Value(name, _secrets.GetValueOrDefault(name)?[^1]),
                ["secrets", var name, var id] => Value(name, _secrets.GetValueOrDefault(name)?.Find(version => version.Id == id)),
                _ => Error(StatusCodes.Status404NotFound, "NotFound"),
            };
        }
    }

    private (int, JsonObject) Page(JsonObject[] all, string path, string from)
    {
        var start = from.Length == 0 ? 0 : int.Parse(from, CultureInfo.InvariantCulture);
        var next = start + PageSize < all.Length ? $"{address}{path.TrimStart('/')}?api-version=7.6&$skiptoken={start + PageSize}" : null;
        return (StatusCodes.Status200OK, new JsonObject
        {
            ["value"] = new JsonArray([.. all.Skip(start).Take(PageSize)]),
            ["nextLink"] = next,
        });
    }

    private (int, JsonObject) Value(string name, Version? version)
    {
        if (version is null) return Error(StatusCodes.Status404NotFound, "SecretNotFound");
        if (!version.IsEnabled) return Error(StatusCodes.Status403Forbidden, "Forbidden");
        var body = Item(name, version, withVersion: true);
        body["value"] = version.Value;
        return (StatusCodes.Status200OK, body);
    }

    private JsonObject Item(string name, Version version, bool withVersion) => new()
    {
        ["id"] = $"{address}secrets/{name}{(withVersion ? $"/{version.Id}" : "")}",
        ["attributes"] = new JsonObject { ["enabled"] = version.IsEnabled, ["created"] = version.Created, ["updated"] = version.Updated },
    };

    private static (int, JsonObject) Error(int status, string code) =>
        (status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = $"{code}: what was asked for" } });

    private sealed record Version(string Id, string Value, long Created, long Updated, bool IsEnabled = true);
}
