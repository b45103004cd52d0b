using System.Text.Json;

namespace Pdp.Standin.Naming;

/// <summary>
/// Finds the real address of a service by its cluster name. The cluster hands over what it knew at the start in
/// <c>PDP_SERVICES</c> and keeps the file named by <c>PDP_SERVICES_FILE</c> current, both JSON objects of
/// <c>name.namespace.svc.cluster.local:port</c> to <c>address:port</c>.
/// </summary>
internal sealed class ServiceNames(string? known, string? file, string? ownNamespace)
{
    private const string Domain = ".svc.cluster.local";

    public static ServiceNames From(StandinOptions options) =>
        new(options.Text("pdp-services"), options.Text("pdp-services-file"), options.Text("pod-namespace"));

    /// <summary>The address to connect to: the mapped one, or <paramref name="host"/> itself when no service has that name.</summary>
    public (string Host, int Port) Resolve(string host, int port)
    {
        var names = Candidates(host).Select(name => $"{name}:{port}").ToArray();
        var address = Find(ReadFile(), names) ?? Find(known, names);
        if (address is null) return (host, port);
        var colon = address.LastIndexOf(':');
        return (address[..colon], int.Parse(address.AsSpan(colon + 1)));
    }

    private IEnumerable<string> Candidates(string host)
    {
        if (host.EndsWith(Domain, StringComparison.OrdinalIgnoreCase)) yield return host;
        else if (host.EndsWith(".svc", StringComparison.OrdinalIgnoreCase)) yield return host[..^4] + Domain;
        else
        {
            if (ownNamespace is not null) yield return $"{host}.{ownNamespace}{Domain}";
            yield return host + Domain;
        }
    }

    private string? ReadFile()
    {
        try
        {
            return file is null ? null : File.ReadAllText(file);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string? Find(string? json, IEnumerable<string> names)
    {
        if (json is null) return null;
        using var document = JsonDocument.Parse(json);
        foreach (var name in names)
        {
            if (document.RootElement.TryGetProperty(name, out var value)) return value.GetString();
        }

        return null;
    }
}
