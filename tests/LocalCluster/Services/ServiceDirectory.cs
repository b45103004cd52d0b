using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Node;

namespace Pdp.LocalCluster.Services;

/// <summary>
/// The names of the cluster, for there is no DNS: <c>name.namespace.svc.cluster.local:port</c> to the address that really listens. A
/// process finds what was known at its start in <c>PDP_SERVICES</c>, and the present in the file named by <c>PDP_SERVICES_FILE</c>.
/// </summary>
internal sealed class ServiceDirectory(NodeDirectories directories) : IServiceAddresses
{
    // One environment variable can hold 128 KiB on Linux; beyond half of that only the file is complete.
    private const int LongestVariable = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, IReadOnlyDictionary<string, string>> _byService = new(StringComparer.Ordinal);

    public string File => directories.ServicesFile;

    /// <summary>Replaces the names of one service; none takes it out.</summary>
    public void Set(string service, IReadOnlyDictionary<string, string> names)
    {
        lock (_lock)
        {
            if (_byService.TryGetValue(service, out var before) && before.Count == names.Count && before.All(pair => names.GetValueOrDefault(pair.Key) == pair.Value)) return;
            if (names.Count == 0) _byService.Remove(service);
            else _byService[service] = names;
            Write();
        }
    }

    /// <summary>The names as JSON, those of <paramref name="ns"/> first, as many as fit.</summary>
    public string Json(string ns)
    {
        lock (_lock)
        {
            var chosen = new JsonObject();
            var length = 2;
            foreach (var (name, address) in _byService.OrderBy(service => !service.Key.StartsWith(ns + "/", StringComparison.Ordinal)).SelectMany(service => service.Value))
            {
                length += name.Length + address.Length + 6;
                if (length > LongestVariable) break;
                chosen[name] = address;
            }

            return chosen.ToJsonString();
        }
    }

    /// <inheritdoc/>
    public string? Find(string ns, string service, int port) => Find($"{service}.{ns}.svc.cluster.local:{port}");

    /// <summary>The address behind a name, or null.</summary>
    public string? Find(string name)
    {
        lock (_lock) return _byService.Values.Select(names => names.GetValueOrDefault(name)).FirstOrDefault(address => address is not null);
    }

    private void Write()
    {
        var fresh = File + ".new";
        using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write))
        using (var json = new Utf8JsonWriter(file))
        {
            json.WriteStartObject();
            foreach (var (name, address) in _byService.Values.SelectMany(names => names)) json.WriteString(name, address);
            json.WriteEndObject();
        }

        // A reader sees the old list or the new one, never half of one.
        System.IO.File.Move(fresh, File, overwrite: true);
    }
}
