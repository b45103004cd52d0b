using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Pdp.Vaults.Vault;

/// <summary>What a <see cref="TestVault"/> keeps.</summary>
public sealed class VaultSecrets(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, List<Version>> _versioned = new();
    private readonly ConcurrentDictionary<string, JsonObject> _plain = new();

    /// <summary>Puts the next version of a secret into the engine <c>secret</c>.</summary>
    /// <returns>Its number.</returns>
    public int Put(string path, params (string Name, string Value)[] data)
    {
        var versions = _versioned.GetOrAdd(path, _ => []);
        lock (versions)
        {
            versions.Add(new Version(Json(data), time.GetUtcNow()));
            return versions.Count;
        }
    }

    /// <summary>Puts a secret into the engine <c>kv</c>, over what was there.</summary>
    public void PutPlain(string path, params (string Name, string Value)[] data) => _plain[path] = Json(data);

    /// <summary>Deletes a version so that it could be had back.</summary>
    public void Delete(string path, int version) => Change(path, version, found => found with { Deleted = time.GetUtcNow() });

    /// <summary>Has a deleted version back.</summary>
    public void Undelete(string path, int version) => Change(path, version, found => found with { Deleted = null });

    /// <summary>Destroys a version.</summary>
    public void Destroy(string path, int version) => Change(path, version, found => found with { IsDestroyed = true });

    /// <summary>Deletes a secret with all its versions.</summary>
    public void Remove(string path) => _versioned.TryRemove(path, out _);

    internal (JsonObject Body, int Status)? Find(string path, string version)
    {
        var parts = path.Split('/', 4);
        return parts switch
        {
            ["v1", "secret", "metadata", var name] => _versioned.TryGetValue(name, out var all) ? (Metadata(all), StatusCodes.Status200OK) : null,
            ["v1", "secret", "data", var name] => _versioned.TryGetValue(name, out var all) ? Data(all, version) : null,
            ["v1", "kv", .. var name] => _plain.TryGetValue(string.Join('/', name), out var data)
                ? (new JsonObject { ["lease_duration"] = 2764800, ["data"] = data.DeepClone() }, StatusCodes.Status200OK) : null,
            _ => null,
        };
    }

    private static JsonObject Metadata(List<Version> all)
    {
        lock (all)
        {
            return new JsonObject
            {
                ["data"] = new JsonObject
                {
                    ["current_version"] = all.Count,
                    ["oldest_version"] = 0,
                    ["versions"] = new JsonObject(all.Select((one, i) =>
                        KeyValuePair.Create((i + 1).ToString(CultureInfo.InvariantCulture), (JsonNode?)one.Metadata()))),
                },
            };
        }
    }

    private static (JsonObject Body, int Status)? Data(List<Version> all, string version)
    {
        lock (all)
        {
            var number = version.Length == 0 ? all.Count : int.Parse(version, CultureInfo.InvariantCulture);
            if (number < 1 || number > all.Count) return null;
            var found = all[number - 1];
            var metadata = found.Metadata();
            metadata["version"] = number;
            var isGone = found.IsDestroyed || found.Deleted is not null;
            var data = new JsonObject { ["data"] = isGone ? null : found.Data.DeepClone(), ["metadata"] = metadata };
            return (new JsonObject { ["data"] = data }, isGone ? StatusCodes.Status404NotFound : StatusCodes.Status200OK);
        }
    }

    private void Change(string path, int version, Func<Version, Version> change)
    {
        var versions = _versioned[path];
        lock (versions) versions[version - 1] = change(versions[version - 1]);
    }

    private static JsonObject Json((string Name, string Value)[] data) =>
        new(data.Select(pair => KeyValuePair.Create(pair.Name, (JsonNode?)pair.Value)));

    private sealed record Version(JsonObject Data, DateTimeOffset Made, DateTimeOffset? Deleted = null, bool IsDestroyed = false)
    {
        public JsonObject Metadata() => new()
        {
            ["created_time"] = Text(Made),
            ["deletion_time"] = Deleted is { } deleted ? Text(deleted) : "",
            ["destroyed"] = IsDestroyed,
        };

        private static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
    }
}
