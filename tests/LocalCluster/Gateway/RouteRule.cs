using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Gateway;

/// <summary>One way a request can go: a match of a rule of an HTTPRoute, with everything that follows from it.</summary>
/// <param name="Host">Host name it is for; null for any. May begin with <c>*.</c>.</param>
/// <param name="Path">Path it is for.</param>
/// <param name="IsExact">Whether nothing may follow the path.</param>
/// <param name="Headers">Headers it asks for, by name.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Route">The route.</param>
internal sealed record RouteRule(
    string? Host, string Path, bool IsExact, IReadOnlyDictionary<string, string> Headers, JsonObject Rule, JsonObject Route)
{
    public string Namespace => Route.Namespace() ?? "";

    /// <summary>Every way a route opens.</summary>
    public static IEnumerable<RouteRule> Of(JsonObject route)
    {
        var hosts = route.Array("spec", "hostnames")?.Select(host => host.Text()).ToArray() is { Length: > 0 } named ? named : [null];
        return from rule in route.Items("spec", "rules")
               from match in rule.Items("matches").DefaultIfEmpty([])
               from host in hosts
               select new RouteRule(
                   host?.ToLowerInvariant(),
                   match.Text("path", "value") ?? "/",
                   match.Text("path", "type") == "Exact",
                   match.Items("headers").ToDictionary(h => h.Text("name") ?? "", h => h.Text("value") ?? "", StringComparer.OrdinalIgnoreCase),
                   rule,
                   route);
    }

    /// <summary>Whether a request may go this way.</summary>
    public bool Takes(string host, string path, IHeaderDictionary headers) =>
        TakesHost(host) && TakesPath(path) && Headers.All(header => headers[header.Key] == header.Value);

    /// <summary>How specific it is; the greatest takes the request: host, exact path, length of the path, headers, and the older route.</summary>
    public (bool HasHost, int Host, bool IsExact, int Path, int Headers, long Age) Rank =>
        (Host?.StartsWith("*.", StringComparison.Ordinal) == false, Host?.Length ?? 0, IsExact, Path.Length, Headers.Count, -Route.CreatedAt().Ticks);

    /// <summary>The path the backend is asked for.</summary>
    public string Rewrite(string path)
    {
        var rewrite = Rule.Items("filters").FirstOrDefault(filter => filter.Text("type") == "URLRewrite").Object("urlRewrite", "path");
        return rewrite.Text("type") switch
        {
            "ReplaceFullPath" => rewrite.Text("replaceFullPath") ?? "/",
            "ReplacePrefixMatch" => Joined(rewrite.Text("replacePrefixMatch") ?? "/", path[Math.Min(path.Length, Path.TrimEnd('/').Length)..]),
            _ => path,
        };
    }

    private static string Joined(string prefix, string rest) =>
        $"{prefix.TrimEnd('/')}{(rest.Length == 0 || rest[0] == '/' ? rest : "/" + rest)}" is { Length: > 0 } joined ? joined : "/";

    private bool TakesHost(string host) => Host is null || Host == host
        || (Host.StartsWith("*.", StringComparison.Ordinal) && host.EndsWith(Host[1..], StringComparison.Ordinal));

    private bool TakesPath(string path)
    {
        var prefix = Path.TrimEnd('/');
        return IsExact ? path == Path : path == prefix || path.StartsWith(prefix + "/", StringComparison.Ordinal);
    }
}
